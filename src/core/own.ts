/**
 * What a dictionary itself holds under a name that comes from outside (a document, a file, the ledger): names that every object has
 * from its prototype, such as "toString", find nothing.
 */
export const own = <T>(dictionary: Readonly<Record<string, T>>, name: string): T | undefined =>
  Object.hasOwn(dictionary, name) ? dictionary[name] : undefined;

/** Whether a value is an object by whose names members can be asked for. */
export const isObject = (value: unknown): value is Readonly<Record<string, unknown>> =>
  value !== null && typeof value === 'object' && !Array.isArray(value);
