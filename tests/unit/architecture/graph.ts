/** The import graph of src/ and workers/, read from the sources. */
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { dirname, join, posix, resolve } from 'node:path';
import ts from 'typescript';

export const ROOT = resolve(import.meta.dirname, '../../..');

export interface Import {
  /** A file relative to the project, or a package's name as imported. */
  readonly to: string;
  readonly isPackage: boolean;
  readonly typesOnly: boolean;
}

export interface SourceFile {
  /** Relative to the project, with forward slashes. */
  readonly path: string;
  readonly lines: number;
  readonly text: string;
  readonly imports: readonly Import[];
}

/** Files by path below a folder of the project. */
export function sources(root: string = ROOT, folders: readonly string[] = ['src', 'workers']): Map<string, SourceFile> {
  const paths = folders
    .filter((folder) => existsSync(join(root, folder)))
    .flatMap((folder) =>
      readdirSync(join(root, folder), { recursive: true, encoding: 'utf8' }).map((path) => join(folder, path)),
    )
    .map((path) => path.replaceAll('\\', '/'))
    .filter((path) => /\.(ts|svelte)$/.test(path))
    .sort();
  const all = new Set(paths);
  return new Map(
    paths.map((path) => {
      const text = readFileSync(join(root, path), 'utf8');
      const lines = text.split('\n').length - (text.endsWith('\n') ? 1 : 0);
      return [path, { path, text, lines, imports: importsOf(path, text, all) }];
    }),
  );
}

/** The scripts of a component, or a module as it is. */
function code(path: string, text: string): string {
  if (!path.endsWith('.svelte')) return text;
  return [...text.matchAll(/<script\b[^>]*>([\s\S]*?)<\/script>/g)].map((match) => match[1]).join('\n');
}

function importsOf(path: string, text: string, all: ReadonlySet<string>): Import[] {
  const found: Import[] = [];
  const add = (specifier: string, typesOnly: boolean): void => {
    const isPackage = !specifier.startsWith('.') && !specifier.startsWith('/');
    const to = isPackage ? specifier : resolveFile(path, specifier, all);
    found.push({ to, isPackage, typesOnly });
  };
  const visit = (node: ts.Node): void => {
    if (ts.isImportDeclaration(node) && ts.isStringLiteral(node.moduleSpecifier)) {
      add(node.moduleSpecifier.text, bringsTypesOnly(node.importClause));
    } else if (ts.isExportDeclaration(node) && node.moduleSpecifier && ts.isStringLiteral(node.moduleSpecifier)) {
      add(node.moduleSpecifier.text, node.isTypeOnly);
    } else if (
      ts.isImportTypeNode(node) &&
      ts.isLiteralTypeNode(node.argument) &&
      ts.isStringLiteral(node.argument.literal)
    ) {
      add(node.argument.literal.text, true);
    } else if (ts.isCallExpression(node)) {
      const [first] = node.arguments;
      const isImport = node.expression.kind === ts.SyntaxKind.ImportKeyword;
      if (isImport && first && ts.isStringLiteralLike(first)) add(first.text, false);
      if (isImport && first && ts.isTemplateExpression(first)) {
        const pattern = first.head.text + first.templateSpans.map(({ literal }) => `*${literal.text}`).join('');
        for (const to of matching(path, [pattern], all)) found.push({ to, isPackage: false, typesOnly: false });
      }
      if (first && /^import\.meta\.glob$/.test(node.expression.getText(file))) {
        for (const to of globbed(path, first, all)) found.push({ to, isPackage: false, typesOnly: false });
      }
    }
    ts.forEachChild(node, visit);
  };
  const file = ts.createSourceFile(path, code(path, text), ts.ScriptTarget.ES2022, true, ts.ScriptKind.TS);
  visit(file);
  return found;
}

function bringsTypesOnly(clause: ts.ImportClause | undefined): boolean {
  if (!clause) return false;
  if (clause.phaseModifier === ts.SyntaxKind.TypeKeyword) return true;
  const names = clause.namedBindings;
  if (clause.name || !names || !ts.isNamedImports(names) || names.elements.length === 0) return false;
  return names.elements.every((element) => element.isTypeOnly);
}

function resolveFile(from: string, specifier: string, all: ReadonlySet<string>): string {
  const plain = specifier.split('?')[0] ?? specifier;
  const base = plain.startsWith('/') ? plain.slice(1) : posix.join(dirname(from), plain);
  return [base, `${base}.ts`, `${base}/index.ts`].find((path) => all.has(path)) ?? base;
}

/** Files that an `import.meta.glob` of literal patterns takes in. */
function globbed(from: string, argument: ts.Expression, all: ReadonlySet<string>): string[] {
  const literals = ts.isArrayLiteralExpression(argument) ? [...argument.elements] : [argument];
  const texts = literals.filter(ts.isStringLiteralLike).map(({ text }) => text);
  return matching(from, texts, all);
}

function matching(from: string, globs: readonly string[], all: ReadonlySet<string>): string[] {
  const patterns = globs.map((text) => {
    const path = text.startsWith('/') ? text.slice(1) : posix.join(dirname(from), text);
    return new RegExp(
      `^${path.replaceAll('.', '\\.').replaceAll('**', '\0').replaceAll('*', '[^/]*').replaceAll('\0', '.*')}$`,
    );
  });
  return [...all].filter((path) => patterns.some((pattern) => pattern.test(path)));
}

/** A circle of imports as the list of its files, the first repeated at the end; undefined if there is none. */
export function circle(files: ReadonlyMap<string, SourceFile>): string[] | undefined {
  const done = new Set<string>();
  const trail: string[] = [];
  const visit = (path: string): string[] | undefined => {
    const start = trail.indexOf(path);
    if (start >= 0) return [...trail.slice(start), path];
    if (done.has(path)) return undefined;
    trail.push(path);
    for (const { to, isPackage } of files.get(path)?.imports ?? []) {
      const found = isPackage || !files.has(to) ? undefined : visit(to);
      if (found) return found;
    }
    trail.pop();
    done.add(path);
    return undefined;
  };
  for (const path of files.keys()) {
    const found = visit(path);
    if (found) return found;
  }
  return undefined;
}

/** Everything that a file needs when it runs: values, through all floors. */
export function reachableValues(
  files: ReadonlyMap<string, SourceFile>,
  start: string,
): { files: Set<string>; packages: Set<string> } {
  const reached = { files: new Set<string>(), packages: new Set<string>() };
  const visit = (path: string): void => {
    if (reached.files.has(path)) return;
    reached.files.add(path);
    for (const { to, isPackage, typesOnly } of files.get(path)?.imports ?? []) {
      if (typesOnly) continue;
      if (isPackage) reached.packages.add(to);
      else visit(to);
    }
  };
  visit(start);
  return reached;
}
