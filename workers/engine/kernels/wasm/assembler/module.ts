/**
 * Puts functions together to a WebAssembly module that works on a memory given to it. Modules are made when they are
 * needed, by the page itself: no build step, no binary in the repository, and one source for variants of a kernel.
 */
import { F32, I32, TYPE_CODES, V128, unsigned, type AnyValue, type Code, type ValueType } from './values';

interface Values {
  i32: I32;
  f32: F32;
  v128: V128;
}
type Parameters_ = Readonly<Record<string, 'i32' | 'f32'>>;
type Arguments<P extends Parameters_> = { readonly [Name in keyof P]: Values[P[Name]] };

function valueOf(type: ValueType, local: number): AnyValue {
  const code: Code = [0x20, unsigned(local)];
  if (type === 'i32') return new I32(code, local);
  return type === 'f32' ? new F32(code, local) : new V128(code, local);
}

/** The body of a function while it is written: statements are added in order. */
export class Body {
  readonly #locals: ValueType[] = [];
  readonly #parameters: number;
  #code: Code[] = [];

  constructor(parameters: number) {
    this.#parameters = parameters;
  }

  /** A new local variable with a first value. */
  let<V extends AnyValue>(value: V): V {
    const local = this.#parameters + this.#locals.length;
    this.#locals.push(value.type);
    const variable = valueOf(value.type, local) as V;
    this.set(variable, value);
    return variable;
  }

  set<V extends AnyValue>(variable: V, value: V): void {
    if (variable.local === undefined) throw new Error('Only a local variable can be set.');
    this.#code.push([value.code, 0x21, unsigned(variable.local)]);
  }

  /** Adds to a local variable. */
  step(variable: I32, by: I32 | number): void {
    this.set(variable, variable.add(by));
  }

  /** Stores a value at an address in bytes. */
  store(address: I32, value: AnyValue, offset = 0): void {
    const opcode: Code = value.type === 'i32' ? [0x36] : value.type === 'f32' ? [0x38] : [0xfd, 0x0b];
    this.#code.push([address.code, value.code, opcode, 2, unsigned(offset)]);
  }

  if(condition: I32, then: () => void, otherwise?: () => void): void {
    const first = this.#inner(then);
    const second: Code = otherwise ? [0x05, this.#inner(otherwise)] : [];
    this.#code.push([condition.code, 0x04, 0x40, first, second, 0x0b]);
  }

  while(condition: I32, body: () => void): void {
    const inner = this.#inner(body);
    this.#code.push([0x02, 0x40, 0x03, 0x40, condition.code, 0x45, 0x0d, 1, inner, 0x0c, 0, 0x0b, 0x0b]);
  }

  /** Runs the body while `variable < end`, adding `by` after each round; the condition is looked at before the first. */
  loop(variable: I32, end: I32, by: number | I32, body: () => void): void {
    this.while(variable.lessThan(end), () => {
      body();
      this.step(variable, by);
    });
  }

  /** The same, but with the condition after the body, which is cheaper: at least one round. */
  loopOnce(variable: I32, end: I32, by: number | I32, body: () => void): void {
    const inner = this.#inner(() => {
      body();
      this.step(variable, by);
    });
    this.#code.push([0x03, 0x40, inner, variable.lessThan(end).code, 0x0d, 0, 0x0b]);
  }

  #inner(write: () => void): Code {
    const outer = this.#code;
    this.#code = [];
    write();
    const inner = this.#code;
    this.#code = outer;
    return inner;
  }

  /** Locals and code, with their length in front, as the code section wants it. */
  encode(): number[] {
    const locals = this.#locals.map((type) => [1, TYPE_CODES[type]]);
    const bytes = flat([unsigned(locals.length), locals, this.#code, 0x0b]);
    return [...unsigned(bytes.length), ...bytes];
  }
}

function flat(code: Code): number[] {
  const bytes: number[] = [];
  const visit = (part: Code): void => {
    for (const item of part) {
      if (typeof item === 'number') bytes.push(item);
      else visit(item);
    }
  };
  visit(code);
  return bytes;
}

const text = (value: string): number[] => [...unsigned(value.length), ...new TextEncoder().encode(value)];
const section = (id: number, items: readonly Code[]): Code => {
  const bytes = flat([unsigned(items.length), items]);
  return [id, unsigned(bytes.length), bytes];
};

export class ModuleBuilder {
  readonly #functions: { name: string; parameters: readonly ValueType[]; body: number[] }[] = [];

  /** A function without a result; its arguments are passed in the order of `parameters`. */
  define<P extends Parameters_>(name: string, parameters: P, write: (body: Body, args: Arguments<P>) => void): void {
    const names = Object.keys(parameters);
    const body = new Body(names.length);
    const args = Object.fromEntries(names.map((key, index) => [key, valueOf(parameters[key]!, index)]));
    write(body, args as Arguments<P>);
    this.#functions.push({ name, parameters: names.map((key) => parameters[key]!), body: body.encode() });
  }

  /** The module's bytes; it imports its memory as `env.memory`. */
  encode(): Uint8Array<ArrayBuffer> {
    const functions = this.#functions;
    const types = functions.map(({ parameters }) => [
      0x60,
      unsigned(parameters.length),
      parameters.map((type) => TYPE_CODES[type]),
      0,
    ]);
    const memory: Code = [text('env'), text('memory'), 0x02, 0x00, 0x00];
    const bytes = flat([
      [0x00, 0x61, 0x73, 0x6d, 0x01, 0x00, 0x00, 0x00],
      section(1, types),
      section(2, [memory]),
      section(
        3,
        functions.map((_, index) => unsigned(index)),
      ),
      section(
        7,
        functions.map(({ name }, index) => [text(name), 0x00, unsigned(index)]),
      ),
      section(
        10,
        functions.map(({ body }) => body),
      ),
    ]);
    return Uint8Array.from(bytes);
  }
}
