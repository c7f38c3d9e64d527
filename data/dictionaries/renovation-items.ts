/** What is counted in the renovation of old compounds, by class (basic, improvement, upgrade). Towns may change the list. */
export type RenovationItem = {
  readonly renovation_item_key: string
  readonly renovation_class: 'basic' | 'improve' | 'upgrade'
  readonly name: string
  readonly name_en: string
  readonly unit: string
  readonly unit_en: string
}

export const renovationItems: readonly RenovationItem[] = [
  { renovation_item_key: 'gasPipe', renovation_class: 'basic', name: '燃气管道', name_en: 'Gas pipes', unit: '米', unit_en: 'm' },
  { renovation_item_key: 'carriageway', renovation_class: 'basic', name: '车行道', name_en: 'Carriageway', unit: '平方米', unit_en: 'm²' },
  { renovation_item_key: 'footway', renovation_class: 'basic', name: '人行道', name_en: 'Footway', unit: '平方米', unit_en: 'm²' },
  { renovation_item_key: 'sewer', renovation_class: 'basic', name: '新建污水管', name_en: 'New sewers', unit: '米', unit_en: 'm' },
  {
    renovation_item_key: 'misconnection',
    renovation_class: 'basic',
    name: '错混接点整改',
    name_en: 'Misconnections fixed',
    unit: '处',
    unit_en: 'places',
  },
  { renovation_item_key: 'fireLane', renovation_class: 'basic', name: '消防通道', name_en: 'Fire lane', unit: '米', unit_en: 'm' },
  {
    renovation_item_key: 'lighting',
    renovation_class: 'basic',
    name: '公共照明',
    name_en: 'Public lighting',
    unit: '盏',
    unit_en: 'lamps',
  },
  { renovation_item_key: 'barrier', renovation_class: 'basic', name: '护栏', name_en: 'Barriers', unit: '米', unit_en: 'm' },
  { renovation_item_key: 'lift', renovation_class: 'improve', name: '加装电梯', name_en: 'Lifts added', unit: '部', unit_en: 'lifts' },
  { renovation_item_key: 'parkingBay', renovation_class: 'improve', name: '停车位', name_en: 'Parking bays', unit: '个', unit_en: 'bays' },
  {
    renovation_item_key: 'chargingPoint',
    renovation_class: 'improve',
    name: '充电桩',
    name_en: 'Charging points',
    unit: '个',
    unit_en: 'points',
  },
  {
    renovation_item_key: 'barrierFreeEntrance',
    renovation_class: 'improve',
    name: '无障碍出入口',
    name_en: 'Barrier-free entrances',
    unit: '处',
    unit_en: 'entrances',
  },
  { renovation_item_key: 'handrail', renovation_class: 'improve', name: '楼道扶手', name_en: 'Stair handrails', unit: '米', unit_en: 'm' },
  { renovation_item_key: 'facade', renovation_class: 'improve', name: '外墙修缮', name_en: 'Façade repair', unit: '平方米', unit_en: 'm²' },
  { renovation_item_key: 'greening', renovation_class: 'improve', name: '绿化补植', name_en: 'Greening', unit: '平方米', unit_en: 'm²' },
  {
    renovation_item_key: 'fitnessSet',
    renovation_class: 'improve',
    name: '健身器材',
    name_en: 'Fitness sets',
    unit: '套',
    unit_en: 'sets',
  },
  {
    renovation_item_key: 'venue',
    renovation_class: 'upgrade',
    name: '文体活动场地',
    name_en: 'Sports and leisure venues',
    unit: '处',
    unit_en: 'venues',
  },
  {
    renovation_item_key: 'elderCare',
    renovation_class: 'upgrade',
    name: '养老服务点',
    name_en: 'Elder-care points',
    unit: '处',
    unit_en: 'points',
  },
]
