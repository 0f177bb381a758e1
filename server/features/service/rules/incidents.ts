/** An incident's life, what may be promised for it and by whom, and how a search text is read. */
import type { Role } from '../../../contract/access.ts';
import type { NewFact } from '../../../contract/facts.ts';
import type { Compensation, Incident, IncidentCan, IncidentStatus } from '../../../contract/service.ts';

export const incidentMoves = {
  open: ['working', 'resolved', 'closed'],
  working: ['resolved', 'closed'],
  resolved: ['working', 'closed'],
  closed: ['working'],
} as const satisfies Record<IncidentStatus, readonly IncidentStatus[]>;

export const canMoveIncident = (from: IncidentStatus, to: IncidentStatus) =>
  (incidentMoves[from] as readonly IncidentStatus[]).includes(to);

export interface ServicePolicy {
  /** An incident nobody has taken after this long is escalated (business time). */
  escalateS: number;
}
export const defaultServicePolicy: ServicePolicy = { escalateS: 30 * 60 };

type Change = { set: Partial<Incident>; facts: readonly NewFact[] };
/** A change, nothing to do, or why not. */
export type Verdict = Change | null | { refused: string };

/** When the clock must look: to escalate what nobody took, to pay what was granted. */
export function incidentWakeAt(
  { status, escalated, openedAt, compensation, log }: Incident,
  policy: ServicePolicy,
): Date | null {
  if (compensation?.status === 'granted') return log.at(-1)?.at ?? openedAt;
  if (status === 'open' && !escalated) return new Date(openedAt.getTime() + policy.escalateS * 1000);
  return null;
}

export function moveIncident(
  incident: Incident,
  to: IncidentStatus,
  by: { actorId: string; reason?: string | undefined },
): Verdict {
  if (incident.status === to) return null;
  if (!canMoveIncident(incident.status, to))
    return { refused: `An incident that is ${incident.status} cannot become ${to}` };
  const assigneeId = to === 'working' ? by.actorId : incident.assigneeId;
  const data = by.reason === undefined ? { to } : { to, reason: by.reason };
  return { set: { status: to, assigneeId, escalated: false }, facts: [{ name: 'incident.moved', data }] };
}

export const escalate = (incident: Incident): Verdict =>
  incident.status !== 'open' || incident.escalated
    ? null
    : { set: { escalated: true }, facts: [{ name: 'incident.escalated', data: { reason: 'nobody took it' } }] };

const mayGrant = (role: Role) => role === 'manager' || role === 'head_office';
const isSettled = (compensation: Compensation | null) =>
  compensation === null || ['refused', 'failed', 'paid'].includes(compensation.status);

export interface CompensationAsk {
  amountFen: number;
  reason: string;
  askedBy: string;
  role: Role;
  /** What the order's payment still allows. */
  refundableFen: number;
}

/** Promises money for an incident: granted at once within the limit of who asks, else a manager is asked. One at a time. */
export function compensate(incident: Incident, ask: CompensationAsk, policy: { agentLimitFen: number }): Verdict {
  const { amountFen, reason, askedBy } = ask;
  const { compensation } = incident;
  if (!isSettled(compensation))
    return compensation?.amountFen === amountFen && compensation.reason === reason
      ? null
      : { refused: 'Another compensation is still open for this incident' };
  if (amountFen > ask.refundableFen)
    return { refused: `At most ${ask.refundableFen} fen can be given back for this order` };
  const granted = mayGrant(ask.role) || amountFen <= policy.agentLimitFen;
  const next: Compensation = {
    ...{ amountFen, reason, askedBy },
    status: granted ? 'granted' : 'asked',
    answeredBy: granted ? askedBy : null,
  };
  const asked: NewFact = { name: 'incident.compensation_asked', data: { amountFen, reason } };
  const answered: NewFact = { name: 'incident.compensation_answered', data: { answer: 'granted' } };
  return { set: { compensation: next }, facts: granted ? [asked, answered] : [asked] };
}

export function answerCompensation(incident: Incident, answer: 'granted' | 'refused', answeredBy: string): Verdict {
  const { compensation } = incident;
  if (!compensation) return { refused: 'Nobody asked for a compensation' };
  if (compensation.status === answer || (answer === 'granted' && compensation.status === 'paid')) return null;
  if (compensation.status !== 'asked') return { refused: `The compensation was already ${compensation.status}` };
  return {
    set: { compensation: { ...compensation, status: answer, answeredBy } },
    facts: [{ name: 'incident.compensation_answered', data: { answer } }],
  };
}

/** The refund of the order was granted, or could not be. */
export function settleCompensation(incident: Incident, how: 'paid' | 'failed'): Verdict {
  const { compensation } = incident;
  if (compensation?.status !== 'granted') return null;
  const { amountFen } = compensation;
  const fact: NewFact =
    how === 'paid'
      ? { name: 'incident.compensated', data: { amountFen } }
      : { name: 'incident.escalated', data: { reason: 'the refund was not possible' } };
  return { set: { compensation: { ...compensation, status: how }, escalated: how === 'failed' }, facts: [fact] };
}

/** The same promise is paid once: this names it in the order's log. */
export const compensationCause = ({ id, log }: Incident) =>
  `incident:${id}:${log.filter(({ name }) => name === 'incident.compensation_asked').length}`;

/** What this reader may do with the incident now. */
export function incidentCan({ status, compensation }: Incident, role: Role): IncidentCan[] {
  const may: Record<IncidentCan, boolean> = {
    work: status === 'open',
    resolve: canMoveIncident(status, 'resolved'),
    close: canMoveIncident(status, 'closed'),
    reopen: status === 'resolved' || status === 'closed',
    note: true,
    compensate: status !== 'closed' && isSettled(compensation),
    answer_compensation: compensation?.status === 'asked' && mayGrant(role),
  };
  return (Object.keys(may) as IncidentCan[]).filter(action => may[action]);
}

export interface Sought {
  number: string;
  /** The last four digits, where the text can be a phone number or its end. */
  phoneTail: string | null;
  /** All digits, where the text is a whole phone number. */
  phone: string | null;
}

/** Reads one search text as whatever it may be: a number of an order, a phone number, or the end of one. */
export function readSought(q: string): Sought {
  const digits = q.replace(/[\s+()-]/g, '');
  const isDigits = /^\d+$/.test(digits);
  const isPhone = isDigits && digits.length >= 7 && digits.length <= 15;
  return {
    number: q,
    phoneTail: isPhone || (isDigits && digits.length === 4) ? digits.slice(-4) : null,
    phone: isPhone ? digits : null,
  };
}
