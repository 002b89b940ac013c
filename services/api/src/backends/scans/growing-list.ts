import { Readable } from 'node:stream';
import { StreamableFile } from '@nestjs/common';

/**
 * A JSON list that is sent as it grows. Until the first page is there a failure is answered like any other; after that
 * the answer is cut off, since half a list must not look like a whole one.
 */
export async function growingList(
  pages: AsyncGenerator<readonly unknown[]>,
  most: number,
): Promise<StreamableFile> {
  const first = await pages.next();
  const text = jsonOf(first.done ? [] : first.value, { pages, most });
  const file = new StreamableFile(Readable.from(text), { type: 'application/json; charset=utf-8' });
  return file.setErrorHandler((_, response) => response.destroy?.());
}

async function* jsonOf(
  first: readonly unknown[],
  { pages, most }: { readonly pages: AsyncGenerator<readonly unknown[]>; readonly most: number },
): AsyncGenerator<string> {
  let sent = 0;
  const rows = (page: readonly unknown[]): string =>
    page
      .slice(0, most - sent)
      .map((item) => `${sent++ === 0 ? '' : ','}${JSON.stringify(item)}`)
      .join('');
  yield `[${rows(first)}`;
  for await (const page of pages) {
    if (sent >= most) break;
    const text = rows(page);
    if (text !== '') yield text;
  }
  yield ']';
}
