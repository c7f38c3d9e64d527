/** The rows that the generator makes, by the columns of the database. Positions are GeoJSON geometries of lon/lat. */
import type { LineString, MultiPolygon, Point, Polygon } from 'geojson'
import type { HeadRole } from '#domain/appointments/posts.ts'
import type { HandlerLevel, IssueStatus } from '#domain/issues/workflow.ts'
import type { CostSource } from '#domain/renovation/costs.ts'
import type { RenovationStage } from '#domain/renovation/stages.ts'

interface Tenant {
  readonly subdistrict_code: string
}
export interface SubdistrictRow extends Tenant {
  readonly name: string
  readonly name_en: string
  readonly source: 'demo'
  readonly attribution: string
  readonly extent: Polygon
}
export interface CoverageVersionRow extends Tenant {
  readonly coverage_version_id: number
  readonly title: string
  readonly valid_from: string
  readonly valid_to: string | null
}
export interface GridRow extends Tenant {
  readonly grid_code: string
  readonly level: 1 | 2 | 3
  readonly kind: 'general' | 'dedicated'
  readonly community_code: string | null
  readonly name: string
  readonly name_en: string
  readonly created_on: string
  readonly retired_on: string | null
}
export interface GridBoundaryRow extends Tenant {
  readonly grid_code: string
  readonly valid_from: string
  readonly valid_to: string | null
  readonly coverage_version_id: number
  readonly parent_code: string | null
  readonly area_m2: number
  readonly label_point: Point
  readonly geom: MultiPolygon
}
export interface CompoundRow extends Tenant {
  readonly compound_id: number
  readonly name: string
  readonly name_en: string
  readonly compound_type: 'compound' | 'courtyard' | 'scattered'
  readonly property_class: 'managed' | 'trust' | 'areaManaged' | 'selfManaged' | 'unmanaged'
  readonly party_organisation: 'own' | 'joint' | 'area' | 'none'
  readonly owners_committee: 'ownersCommittee' | 'selfManagement' | 'none'
  readonly community_code: string
  readonly built_year: number
  readonly geom: MultiPolygon
}
export interface BuildingRow extends Tenant {
  readonly building_id: number
  readonly compound_id: number | null
  readonly grid_code: string
  readonly name: string
  readonly name_en: string
  readonly address: string
  readonly building_use: 'residential' | 'commercial' | 'public' | 'industrial' | 'other'
  readonly levels: number
  readonly height_metres: number
  readonly built_year: number
  readonly households: number
  readonly residents_60_plus: number
  readonly entrance: Point
  readonly geom: MultiPolygon
}
export interface BuildingUnitRow extends Tenant {
  readonly building_id: number
  readonly unit_number: number
  readonly households: number
  readonly lift: boolean
}
export interface RenovationProjectRow extends Tenant {
  readonly renovation_project_id: number
  readonly compound_id: number
  readonly renovation_class: 'basic' | 'improve' | 'upgrade'
  readonly stage: RenovationStage
  readonly stage_since: string
  readonly entitled_households: number
  readonly voted_households: number
  readonly consenting_households: number
  readonly started_on: string | null
  readonly accepted_on: string | null
}
export interface RenovationItemRow extends Tenant {
  readonly renovation_project_id: number
  readonly renovation_item_key: string
  readonly quantity: number
  readonly done_quantity: number
}
interface Recorded extends Tenant {
  readonly renovation_project_id: number
  readonly recorded_at: string
  readonly recorded_by: string
}
export interface RenovationStepRow extends Recorded {
  readonly renovation_step_id: number
  readonly from_stage: RenovationStage | null
  readonly to_stage: RenovationStage
  readonly on_day: string
  readonly reason: string
}
export interface RenovationConsentRoundRow extends Recorded {
  readonly renovation_consent_round_id: number
  readonly held_on: string
  readonly entitled_households: number
  readonly voted_households: number
  readonly consenting_households: number
  readonly note: string
}
/** Areas in 0.01 m². */
export interface RenovationLiftVoteRow extends Recorded {
  readonly renovation_lift_vote_id: number
  readonly building_id: number
  readonly unit_number: number | null
  readonly held_on: string
  readonly entitled_people: number
  readonly entitled_area: number
  readonly voted_people: number
  readonly voted_area: number
  readonly approving_people: number
  readonly approving_area: number
  readonly note: string
}
export interface RenovationCostRow extends Tenant {
  readonly renovation_project_id: number
  readonly cost_source: CostSource
  readonly planned_cents: number
  readonly spent_cents: number
}
export interface ServiceStationRow extends Tenant {
  readonly service_station_id: number
  readonly name: string
  readonly name_en: string
  readonly station_kind: 'streetCenter' | 'communityCenter' | 'station'
  readonly community_code: string | null
  readonly area_m2: number | null
  readonly opening_hours: string
  readonly services: readonly string[]
  readonly status: 'inService' | 'closed'
  readonly status_since: string
  readonly status_reason: string
  readonly geom: Point
}
export interface PatrolTeamRow extends Tenant {
  readonly patrol_team_id: number
  readonly name: string
  readonly name_en: string
  readonly community_code: string
  readonly member_count: number
}
export interface PatrolRouteRow extends Tenant {
  readonly patrol_route_id: number
  readonly patrol_team_id: number
  readonly name: string
  readonly name_en: string
  readonly length_metres: number
  readonly geom: LineString
}
export interface PatrolShiftRow extends Tenant {
  readonly patrol_route_id: number
  readonly patrol_shift_id: number
  readonly begins: string
  readonly ends: string
  readonly weekdays: readonly number[]
}
export interface CheckpointRow extends Tenant {
  readonly checkpoint_id: number
  readonly patrol_route_id: number
  readonly sequence: number
  readonly name: string
  readonly name_en: string
  readonly radius_metres: number
  readonly planned_minute: number
  readonly geom: Point
}
export interface PatrolRunRow extends Tenant {
  readonly patrol_run_id: number
  readonly patrol_route_id: number
  readonly planned_start: string
  readonly started_at: string | null
  readonly finished_at: string | null
  readonly planned_end: string
  readonly version: number
  readonly line_version: number | null
  readonly passed: readonly (readonly [number, number])[] | null
  readonly passed_metres: number | null
  readonly passes: readonly (number | null)[] | null
}
export interface PatrolTrackRow extends Tenant {
  readonly patrol_run_id: number
  readonly recorded_on: string
  readonly fixes: number
  readonly length_metres: number
  readonly longest_silence_seconds: number
  readonly lines: readonly (readonly (readonly [number, number])[])[]
}
export interface CheckpointVisitRow extends Tenant {
  readonly patrol_run_id: number
  readonly checkpoint_id: number
  readonly visited_at: string | null
  readonly missed_reason: string
  readonly planned_at: string
  readonly source: 'hand' | 'track'
}
export interface PersonRow extends Tenant {
  readonly person_id: number
  readonly name: string
  readonly phone: string
}
export interface AppointmentRow extends Tenant {
  readonly appointment_id: number
  readonly person_id: number
  readonly head_role: HeadRole
  readonly grid_code: string | null
  readonly building_id: number | null
  readonly unit_number: number | null
  readonly compound_id: number | null
  readonly notice_consent: boolean
  readonly selection_route: 'recommended' | 'elected' | 'selfNominated'
  readonly term_start: string
  readonly term_end: string
  readonly ended_on: string | null
  readonly end_reason: string
}
export type IssueSource = 'patrol' | 'gridWorker' | 'buildingHead' | 'hotline12345' | 'resident' | 'superior' | 'sensor'
export interface IssueRow extends Tenant {
  readonly issue_id: number
  readonly issue_item_key: string
  readonly source: IssueSource
  readonly severity: 'normal' | 'urgent'
  readonly status: IssueStatus
  readonly handler_level: HandlerLevel
  readonly description: string
  readonly address: string
  readonly reported_at: string
  readonly filed_at: string | null
  readonly due_at: string | null
  readonly closed_at: string | null
  readonly grid_code: string
  readonly building_id: number | null
  readonly geom: Point
}
export interface IssueEventRow extends Tenant {
  readonly issue_id: number
  readonly issue_event_id: number
  readonly happened_at: string
  readonly from_status: IssueStatus | null
  readonly to_status: IssueStatus
  readonly actor_role: string
  readonly reason: string
}
export interface RoadRow extends Tenant {
  readonly road_id: number
  readonly road_class: string
  readonly name: string
  readonly name_en: string
  readonly bridge: boolean
  readonly tunnel: boolean
  readonly oneway: boolean
  readonly geom: LineString
}
export interface WaterRow extends Tenant {
  readonly water_id: number
  readonly water_kind: 'river' | 'lake' | 'pool' | 'stream'
  readonly name: string
  readonly name_en: string
  readonly geom: LineString | MultiPolygon
}
export interface GreenRow extends Tenant {
  readonly green_id: number
  readonly green_kind: 'park' | 'wood' | 'grass' | 'farmland' | 'pitch' | 'square' | 'cemetery'
  readonly name: string
  readonly name_en: string
  readonly geom: MultiPolygon
}
export interface WalkNodeRow extends Tenant {
  readonly walk_node_id: number
  readonly height_metres: number
  readonly geom: Point
}
export interface WalkEdgeRow extends Tenant {
  readonly walk_edge_id: number
  readonly from_node_id: number
  readonly to_node_id: number
  readonly length_metres: number
  readonly steps: boolean
  readonly foot_access: 'yes' | 'private' | 'no'
  readonly road_id: number | null
  readonly geom: LineString
}

/** In an order that satisfies the foreign keys. */
export interface DemoTables {
  readonly subdistrict: readonly SubdistrictRow[]
  readonly coverage_version: readonly CoverageVersionRow[]
  readonly grid: readonly GridRow[]
  readonly grid_boundary: readonly GridBoundaryRow[]
  readonly compound: readonly CompoundRow[]
  readonly building: readonly BuildingRow[]
  readonly building_unit: readonly BuildingUnitRow[]
  readonly renovation_project: readonly RenovationProjectRow[]
  readonly renovation_item: readonly RenovationItemRow[]
  readonly renovation_step: readonly RenovationStepRow[]
  readonly renovation_consent_round: readonly RenovationConsentRoundRow[]
  readonly renovation_lift_vote: readonly RenovationLiftVoteRow[]
  readonly renovation_cost: readonly RenovationCostRow[]
  readonly service_station: readonly ServiceStationRow[]
  readonly road: readonly RoadRow[]
  readonly water: readonly WaterRow[]
  readonly green: readonly GreenRow[]
  readonly walk_node: readonly WalkNodeRow[]
  readonly walk_edge: readonly WalkEdgeRow[]
  readonly patrol_team: readonly PatrolTeamRow[]
  readonly patrol_route: readonly PatrolRouteRow[]
  readonly patrol_shift: readonly PatrolShiftRow[]
  readonly checkpoint: readonly CheckpointRow[]
  readonly patrol_run: readonly PatrolRunRow[]
  readonly checkpoint_visit: readonly CheckpointVisitRow[]
  readonly patrol_track: readonly PatrolTrackRow[]
  readonly person: readonly PersonRow[]
  readonly appointment: readonly AppointmentRow[]
  readonly issue: readonly IssueRow[]
  readonly issue_event: readonly IssueEventRow[]
}
