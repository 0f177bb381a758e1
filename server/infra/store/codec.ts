/** Documents as JSON text. Dates are written as ISO strings and come back where the schema says `date`. */
import type { z } from 'zod';

type Revive = (value: unknown) => unknown;
interface Def {
  type: string;
  shape?: Record<string, z.ZodType>;
  element?: z.ZodType;
  valueType?: z.ZodType;
  innerType?: z.ZodType;
  options?: z.ZodType[];
  out?: z.ZodType;
}

const isInstant = /^[+-]?\d{4,6}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/;

/** Compiles a schema to the function that reads its documents back from their text. */
export function decoder<T>(schema: z.ZodType<T>): (text: string) => T {
  const revive = reviver(schema);
  return text => {
    const parsed: unknown = JSON.parse(text);
    return (revive ? revive(parsed) : parsed) as T;
  };
}

/** Compiles a schema to a function that turns the parsed text back into what was stored; null: nothing to do. */
function reviver(schema: z.ZodType): Revive | null {
  const def = (schema as unknown as { def: Def }).def;
  if (def.type === 'date') return value => (typeof value === 'string' ? new Date(value) : value);
  if (def.type === 'object') return ofObject(def.shape!);
  if (def.type === 'array') return ofArray(reviver(def.element!));
  if (def.type === 'record') return ofRecord(reviver(def.valueType!));
  if (def.type === 'unknown' || def.type === 'any') return anywhere;
  if (def.type === 'union') return inTurn(def.options!.map(reviver));
  if (def.type === 'pipe') return reviver(def.out!);
  return def.innerType ? reviver(def.innerType) : null;
}

const isRecord = (value: unknown): value is Record<string, unknown> => typeof value === 'object' && value !== null;

function ofObject(shape: Record<string, z.ZodType>): Revive | null {
  const fields = Object.entries(shape).flatMap(([key, schema]) => {
    const revive = reviver(schema);
    return revive ? [[key, revive] as const] : [];
  });
  if (fields.length === 0) return null;
  return value => {
    if (!isRecord(value)) return value;
    for (const [key, revive] of fields) {
      const field = value[key];
      if (field !== null && field !== undefined) value[key] = revive(field);
    }
    return value;
  };
}

function ofArray(revive: Revive | null): Revive | null {
  if (!revive) return null;
  return value => {
    if (Array.isArray(value)) for (let i = 0; i < value.length; i++) value[i] = revive(value[i]);
    return value;
  };
}

function ofRecord(revive: Revive | null): Revive | null {
  if (!revive) return null;
  return value => {
    if (isRecord(value)) for (const key of Object.keys(value)) value[key] = revive(value[key]);
    return value;
  };
}

const inTurn = (revives: (Revive | null)[]): Revive | null => {
  const some = revives.filter(revive => revive !== null);
  return some.length === 0 ? null : value => some.reduce((held, revive) => revive(held), value);
};

/** Where a schema says nothing (the data of a fact), a string that is exactly an instant is one. */
function anywhere(value: unknown): unknown {
  if (typeof value === 'string')
    return value.length >= 24 && value.length <= 27 && isInstant.test(value) ? new Date(value) : value;
  if (Array.isArray(value)) return value.map(anywhere);
  if (isRecord(value) && !(value instanceof Date))
    for (const key of Object.keys(value)) value[key] = anywhere(value[key]);
  return value;
}
