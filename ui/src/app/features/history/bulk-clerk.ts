import { Service, inject } from '@angular/core';
import { Router } from '@angular/router';
import { Api } from '../../core/api/api.js';
import { ApiFailure, failureText } from '../../core/api/api-failure.js';
import type { BulkActionName, BulkResult } from '../../core/api/schema.gen.js';
import { Confirmation } from '../../shared/confirm/confirmation.js';
import type { Question } from '../../shared/confirm/confirm-dialog.js';
import { Notices } from '../../shared/notices/notices.js';
import { itemsText, numberText, plural } from '../../shared/words.js';

/** Which items are meant: those that were ticked, or all that a filter finds. */
export type BulkChoice =
  { readonly ids: readonly number[] } | { readonly filter: Readonly<Record<string, string | number>> };

type BulkOrder = BulkChoice & {
  readonly action: BulkActionName;
  readonly dry_run?: true;
  readonly confirm?: true;
};

/** What would happen to so many, as a sentence. */
const WILL: Readonly<Record<BulkActionName, (count: number) => string>> = {
  watched: (count) =>
    plural(count, {
      one: $localize`1 item is marked as watched.`,
      other: $localize`${numberText(count)}:count: items are marked as watched.`,
    }),
  unwatched: (count) =>
    plural(count, {
      one: $localize`1 item is marked as unwatched.`,
      other: $localize`${numberText(count)}:count: items are marked as unwatched.`,
    }),
  delete: (count) =>
    plural(count, {
      one: $localize`1 item is deleted from the history.`,
      other: $localize`${numberText(count)}:count: items are deleted from the history.`,
    }),
};
const DONE: typeof WILL = {
  watched: (count) =>
    plural(count, {
      one: $localize`1 item was marked as watched.`,
      other: $localize`${numberText(count)}:count: items were marked as watched.`,
    }),
  unwatched: (count) =>
    plural(count, {
      one: $localize`1 item was marked as unwatched.`,
      other: $localize`${numberText(count)}:count: items were marked as unwatched.`,
    }),
  delete: (count) =>
    plural(count, {
      one: $localize`1 item was deleted from the history.`,
      other: $localize`${numberText(count)}:count: items were deleted from the history.`,
    }),
};
const VERBS: Readonly<Record<BulkActionName, string>> = {
  watched: $localize`Mark as watched`,
  unwatched: $localize`Mark as unwatched`,
  delete: $localize`Delete from the history`,
};

/** What a person is asked, out of what the server says that it would come to. */
export function questionFor(action: BulkActionName, preview: BulkResult): Question {
  const { changed, skipped, failed } = preview;
  const isDeletion = action === 'delete';
  const points: readonly (readonly [boolean, string])[] = [
    [true, WILL[action](changed)],
    [
      skipped > 0,
      plural(skipped, {
        one: $localize`1 item is so already and left alone.`,
        other: $localize`${numberText(skipped)}:count: items are so already and left alone.`,
      }),
    ],
    [failed.length > 0, $localize`${itemsText(failed.length)}:items: could not be found any more.`],
    [preview.needs_confirmation, $localize`This is more than the guard lets through unseen.`],
    [!isDeletion, $localize`Your backends are told of the difference. The run can be undone as a whole.`],
    [
      isDeletion,
      $localize`No media server is written to. An import that finds them again takes them in anew.`,
    ],
    [isDeletion, $localize`Their story goes with them. This cannot be undone.`],
  ];
  return {
    title: `${VERBS[action]}: ${itemsText(changed)}?`,
    points: points.filter(([isSo]) => isSo).map(([, text]) => text),
    action: VERBS[action],
    isDangerous: action !== 'watched',
    ...(isDeletion && changed > 1 ? { typed: String(changed) } : {}),
  };
}

/** Marks or deletes many items by one order: shown first, asked, then done by the server. */
@Service()
export class BulkClerk {
  private readonly api = inject(Api);
  private readonly router = inject(Router);
  private readonly confirmation = inject(Confirmation);
  private readonly notices = inject(Notices);

  /** True when something was done. */
  async act(action: BulkActionName, choice: BulkChoice): Promise<boolean> {
    try {
      const preview = await this.send({ ...choice, action, dry_run: true });
      if (preview.changed === 0) {
        this.notices.say($localize`There is nothing to do: all of them are so already.`);
        return false;
      }
      if (!(await this.confirmation.ask(questionFor(action, preview)))) return false;
      const done = await this.carryOut({ ...choice, action }, preview);
      if (done) void this.tell(action, done);
      return done !== null;
    } catch (error) {
      this.notices.warn(failureText(error));
      return false;
    }
  }

  /** What was asked covers what was shown; when it has become more in the meantime, a person is asked again. */
  private async carryOut(order: BulkOrder, { needs_confirmation }: BulkResult): Promise<BulkResult | null> {
    try {
      return await this.send(needs_confirmation ? { ...order, confirm: true } : order);
    } catch (error) {
      if (!(error instanceof ApiFailure) || error.key !== 'needs-confirmation') throw error;
      const isSure = await this.confirmation.ask({
        title: $localize`It has become more`,
        points: [error.message],
        action: VERBS[order.action],
        isDangerous: true,
      });
      return isSure ? this.send({ ...order, confirm: true }) : null;
    }
  }

  private async tell(action: BulkActionName, { changed, run_id, status }: BulkResult): Promise<void> {
    const isUnderWay = status === 'queued';
    const text = isUnderWay
      ? $localize`${itemsText(changed)}:items: are being worked on.`
      : DONE[action](changed);
    const offer = isUnderWay ? $localize`Show how far it is` : $localize`Show and undo`;
    if (run_id === null || (action === 'delete' && !isUnderWay)) this.notices.say(text);
    else if (await this.notices.offer(text, offer)) await this.router.navigate(['/runs', run_id]);
  }

  private send(order: BulkOrder): Promise<BulkResult> {
    return this.api.post<BulkResult>('history/bulk', order);
  }
}
