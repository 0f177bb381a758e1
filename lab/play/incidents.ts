/** What befalls the city: a dish runs out and comes back, an outlet closes in the middle of the rush. */
import { dishes } from '../city/dishes.ts';
import type { Incident } from '../city/script.ts';
import type { Stage } from './stage.ts';

type Befalls = Exclude<Incident, { kind: 'wrong_signature' }>;

export async function playIncident({ api, cast, pace }: Stage, incident: Befalls): Promise<void> {
  const token = await cast.office.token();
  if (incident.kind === 'outlet_closes') {
    await api.must('POST', `/outlets/${incident.outletId}/close`, { token, body: { reason: '停电' } });
    return;
  }
  const until = new Date(pace.now().getTime() + incident.forMin * 60_000).toISOString();
  const dishId = dishes[incident.dish]!.id;
  await api.must('POST', `/outlets/${incident.outletId}/dishes/sold-out`, { token, body: { dishId, until } });
}
