/** What a person writes by hand is read strictly: a field that is misspelt is told instead of forgotten. */
import { z } from 'zod';

/** The same schema, refusing fields it does not name, however deep they stand. */
export function strictly<S extends z.ZodType>(schema: S): S {
  return strict(schema) as S;
}

function strict(schema: z.core.$ZodType): z.core.$ZodType {
  if (schema instanceof z.ZodObject) {
    const shape = Object.fromEntries(Object.entries(schema.shape).map(([name, field]) => [name, strict(field)]));
    return schema.clone({ ...schema.def, shape, catchall: z.never() });
  }
  if (schema instanceof z.ZodArray) return schema.clone({ ...schema.def, element: strict(schema.def.element) });
  if (schema instanceof z.ZodRecord) return schema.clone({ ...schema.def, valueType: strict(schema.def.valueType) });
  if (schema instanceof z.ZodOptional || schema instanceof z.ZodDefault)
    return schema.clone({ ...schema.def, innerType: strict(schema.def.innerType) } as never);
  return schema;
}
