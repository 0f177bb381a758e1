/** Figures for /metrics by prom-client; each feature declares its own on the one registry. */
import { Registry } from 'prom-client';

export const createMetrics = () => new Registry();
export type Metrics = Registry;
