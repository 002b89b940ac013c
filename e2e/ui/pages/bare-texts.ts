import type { Page } from 'playwright-core';

/** Names and units that are the same in every language, and what the browser itself writes for dates. */
const NAMES =
  /\b(Plex|Jellyfin|Emby|Tautulli|NestJS|PostgreSQL|kB|MB|GB|UTC|GMT|[AP]M|Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec)\b/g;
/** Written by the browser (times), by another library (what a timer means), or for machines (code). */
const ELSEWHERE =
  'time, app-cron-field, code, kbd, pre, samp, svg, script, style, noscript, .mono, [translate="no"]';
/** Where a text ends and data begins, and the other way round. */
const SEAMS = /[^ -~]+|[|,;()]+|[.:] |[.:]$| v?\d[\d.]*/;

/** All that a person can read or hear on a page, text by text. */
const READ = `(() => {
  const found = [];
  const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT | NodeFilter.SHOW_ELEMENT);
  while (walker.nextNode()) {
    const node = walker.currentNode;
    const element = node.nodeType === Node.TEXT_NODE ? node.parentElement : node;
    if (element.closest(${JSON.stringify(ELSEWHERE)})) continue;
    if (node.nodeType === Node.TEXT_NODE) found.push(node.nodeValue);
    else for (const name of ['aria-label', 'title', 'placeholder', 'alt']) found.push(element.getAttribute(name) ?? '');
  }
  return found.map((text) => text.replace(/\\s+/g, ' ').trim()).filter(Boolean);
})()`;

const letters = (text: string): string => text.toLowerCase().replace(/[^a-z0-9]/g, '');

/** What does not end cannot be read to its end. */
const STREAMS = /\/live\?|[?&]stream=|system\/command\//;

/** Every text that the API has told a page; what stands in there is data, in whatever language. */
export class ToldByApi {
  private readonly told = new Set<string>();

  /** Each answer is read before the page gets it: a browser drops the answers of a page that was left. */
  async listen(page: Page): Promise<void> {
    await page.route(
      (url) => url.pathname.startsWith('/v1/api/') && !STREAMS.test(url.href),
      async (route) => {
        const response = await route.fetch();
        if (response.headers()['content-type']?.includes('json')) this.take(await response.json());
        await route.fulfill({ response });
      },
    );
  }

  has(text: string): boolean {
    const wanted = letters(text);
    return wanted.length < 2 || [...this.told].some((known) => known.includes(wanted));
  }

  private take(value: unknown): void {
    if (typeof value === 'string') this.told.add(letters(value));
    else if (typeof value === 'object' && value !== null) {
      for (const [name, inner] of Object.entries(value)) {
        this.told.add(letters(name));
        this.take(inner);
      }
    }
  }
}

/** The texts of a page, or the parts of them, that are neither translated nor data. */
export async function bareTexts(page: Page, data: ToldByApi): Promise<readonly string[]> {
  const texts = await page.evaluate<readonly string[]>(READ);
  const bare = texts.filter((text) =>
    text
      .replace(NAMES, '|')
      .split(SEAMS)
      .some((part) => /[A-Za-z]{2}/.test(part) && !data.has(part)),
  );
  return [...new Set(bare)];
}
