/**
 * What a dictionary itself holds under a name that comes from outside (a document, a file, the ledger): names that every object has
 * from its prototype, such as "toString", find nothing.
 */
export const own = <T>(dictionary: Readonly<Record<string, T>>, name: string): T | undefined =>
  Object.hasOwn(dictionary, name) ? dictionary[name] : undefined;
