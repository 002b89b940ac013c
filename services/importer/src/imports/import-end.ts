import { approvedEndLine, directMapperLine, importEndLine, importEndTable } from '#libs/core';
import type { RunRecord } from '#libs/database';
import type { TaskLog } from '#libs/runtime';

/** What stands in the log of tasks at the end of each import, whoever started it (F178, F179). */
export function tellEnd(log: TaskLog, run: RunRecord, isDirect: boolean): void {
  const { identityName, requests, tally, startedAt, createdAt, finishedAt } = run;
  // It was told when it began to wait; since then only what a person agreed to was done.
  if (run.isApproved) {
    log.notice(approvedEndLine(run.counts.unplayed, identityName));
    return;
  }
  const begunAt = startedAt ?? createdAt;
  // One that waits for a person has no end yet, and yet has read all there is.
  const seconds = Math.max(0, (finishedAt ?? new Date()).getTime() - begunAt.getTime()) / 1_000;
  if (isDirect) log.notice(directMapperLine(identityName));
  log.notice(importEndLine({ identity: identityName, requests }, seconds), importEndTable([{ tally }]));
}
