/**
 * The issue dictionary: 5 classes, 11 items. The classes are quoted from practice; the 11 items, their limits and levels
 * are OUR PROPOSAL (the sources give only the number 11). Limits differ from city to city and are meant to be changed.
 * Units: workHour / workDay, counted in working time.
 */
export type IssueItem = {
  readonly issue_item_key: string
  readonly issue_class_key: 'environment' | 'facility' | 'lifeSafety' | 'dispute' | 'security'
  readonly name: string
  readonly name_en: string
  readonly limit_value: number
  readonly limit_unit: 'workHour' | 'workDay'
  readonly handler_level: 'building' | 'grid' | 'community' | 'street' | 'department'
  /** may be shown as a point on the wall display; quarrels of families and neighbours never are */
  readonly on_wall: boolean
}

export const issueItems: readonly IssueItem[] = [
  {
    issue_item_key: 'garbage',
    issue_class_key: 'environment',
    name: '垃圾杂物',
    name_en: 'Garbage and clutter',
    limit_value: 8,
    limit_unit: 'workHour',
    handler_level: 'grid',
    on_wall: true,
  },
  {
    issue_item_key: 'flyposting',
    issue_class_key: 'environment',
    name: '乱贴乱画',
    name_en: 'Flyposting',
    limit_value: 2,
    limit_unit: 'workDay',
    handler_level: 'grid',
    on_wall: true,
  },
  {
    issue_item_key: 'greenOrIllegalBuild',
    issue_class_key: 'environment',
    name: '毁绿占绿与私搭乱建',
    name_en: 'Greenery damage, illegal building',
    limit_value: 15,
    limit_unit: 'workDay',
    handler_level: 'street',
    on_wall: true,
  },
  {
    issue_item_key: 'roadDrain',
    issue_class_key: 'facility',
    name: '路面管网排水',
    name_en: 'Roads, pipes, drainage',
    limit_value: 5,
    limit_unit: 'workDay',
    handler_level: 'street',
    on_wall: true,
  },
  {
    issue_item_key: 'lightingPublic',
    issue_class_key: 'facility',
    name: '照明与公共设施',
    name_en: 'Lighting and public facilities',
    limit_value: 3,
    limit_unit: 'workDay',
    handler_level: 'community',
    on_wall: true,
  },
  {
    issue_item_key: 'buildingDefect',
    issue_class_key: 'facility',
    name: '房屋渗漏、外墙与电梯',
    name_en: 'Leaks, façades, lifts',
    limit_value: 10,
    limit_unit: 'workDay',
    handler_level: 'community',
    on_wall: true,
  },
  {
    issue_item_key: 'fireLaneParking',
    issue_class_key: 'lifeSafety',
    name: '消防通道与车辆乱停',
    name_en: 'Blocked fire lanes, parking',
    limit_value: 4,
    limit_unit: 'workHour',
    handler_level: 'community',
    on_wall: true,
  },
  {
    issue_item_key: 'hazard',
    issue_class_key: 'lifeSafety',
    name: '燃气、用电与危墙隐患',
    name_en: 'Gas, electrical and wall hazards',
    limit_value: 1,
    limit_unit: 'workDay',
    handler_level: 'department',
    on_wall: true,
  },
  {
    issue_item_key: 'neighbourDispute',
    issue_class_key: 'dispute',
    name: '邻里、噪音与家庭纠纷',
    name_en: 'Neighbour, noise and family disputes',
    limit_value: 5,
    limit_unit: 'workDay',
    handler_level: 'building',
    on_wall: false,
  },
  {
    issue_item_key: 'propertyDispute',
    issue_class_key: 'dispute',
    name: '物业、停车与费用纠纷',
    name_en: 'Property, parking and fee disputes',
    limit_value: 7,
    limit_unit: 'workDay',
    handler_level: 'community',
    on_wall: true,
  },
  {
    issue_item_key: 'securityFinding',
    issue_class_key: 'security',
    name: '治安隐患与巡逻发现',
    name_en: 'Security findings',
    limit_value: 1,
    limit_unit: 'workDay',
    handler_level: 'community',
    on_wall: true,
  },
]
