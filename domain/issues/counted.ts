// Which issues are counted on the map. A report that was rejected, or merged into another one, is no trouble of its own: rejecting and merging take
// its count away, separating gives it back. The view counted_issue of the database says the same.
import { type IssueStatus, issueStatuses } from './workflow.ts'

export const uncountedStatuses = ['rejected', 'merged'] as const satisfies readonly IssueStatus[]
export const isCounted = (status: IssueStatus): boolean => !(uncountedStatuses as readonly IssueStatus[]).includes(status)
/** What a list must ask for to show exactly the issues behind a count. */
export const countedStatuses = issueStatuses.filter(isCounted)
