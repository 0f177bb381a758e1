/** An incident as its readers see it, with what they may do. */
import type { Role } from '../../../contract/access.ts';
import type { Incident, IncidentView } from '../../../contract/service.ts';
import { incidentCan } from './incidents.ts';

export function incidentView(incident: Incident, role: Role): IncidentView {
  const { wakeAt: _wakeAt, log, ...shown } = incident;
  return {
    ...shown,
    history: log.map(({ at, name, actor, data }) => ({ at, name, actor, data })),
    can: incidentCan(incident, role),
  };
}
