import { readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import ts from 'typescript';
import { repository } from '../../harness/index.js';

type Read = (node: ts.Expression) => readonly string[];

/** Every address of the web interface, as its route files tell: `/backends/:name/options`. A redirect is none. */
export const routePatterns = (file = join(repository, 'ui/src/app/app.routes.ts')): readonly string[] => {
  const source = ts.createSourceFile(file, readFileSync(file, 'utf8'), ts.ScriptTarget.Latest, true);
  const lists = new Map<string, ts.ArrayLiteralExpression>();
  let exported = '';
  source.forEachChild((node) => {
    if (!ts.isVariableStatement(node)) return;
    for (const { name, initializer } of node.declarationList.declarations) {
      if (!ts.isIdentifier(name) || !initializer || !ts.isArrayLiteralExpression(initializer)) continue;
      lists.set(name.text, initializer);
      if (node.modifiers?.some(({ kind }) => kind === ts.SyntaxKind.ExportKeyword)) exported = name.text;
    }
  });
  const listOf = (node: ts.Expression | undefined): ts.ArrayLiteralExpression | undefined =>
    node && ts.isArrayLiteralExpression(node) ? node : lists.get(node?.getText() ?? '');
  const read: Read = (node) => listOf(node)?.elements.flatMap((route) => addresses(route, file, read)) ?? [];
  const root = lists.get(exported);
  if (!root) throw new Error(`${file} exports no list of routes`);
  return [...new Set(read(root))].sort();
};

function addresses(route: ts.Expression, file: string, read: Read): readonly string[] {
  if (!ts.isObjectLiteralExpression(route)) throw new Error(`not a route: ${route.getText()}`);
  const values = new Map(
    route.properties
      .filter(ts.isPropertyAssignment)
      .map(({ name, initializer }) => [name.getText(), initializer]),
  );
  if (values.has('redirectTo')) return [];
  const own = values.get('path')?.getText().slice(1, -1) ?? '';
  const below = (path: string): string => `/${[own, path.slice(1)].filter(Boolean).join('/')}`;
  const children = values.get('children');
  if (children) return read(children).map(below);
  const loader = values.get('loadChildren')?.getText();
  if (loader === undefined) return [below('/')];
  const [, path] = /import\('(.+)'\)/.exec(loader) ?? [];
  if (path === undefined) throw new Error(`where do these routes come from? ${loader}`);
  return routePatterns(join(dirname(file), path.replace(/\.js$/, '.ts'))).map(below);
}
