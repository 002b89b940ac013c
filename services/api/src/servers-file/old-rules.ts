import { Inject, Injectable } from '@nestjs/common';
import type { CustomGuids } from '#libs/core';
import { flawOf, flawOfLink, GuidBook, readGuidFile } from '#libs/directory';
import { MappingFile } from '../identities/mapping-file.js';
import type { ImportedFileDto } from './servers-file.dto.js';

type Judged = ImportedFileDto & { readonly store: () => Promise<void> };

/** Takes what an older installation knew of people and of ids: `mapper.yaml` and `guid.yaml`. What is here already wins. */
@Injectable()
export class OldRules {
  constructor(
    private readonly mapping: MappingFile,
    @Inject(GuidBook) private readonly guids: GuidBook,
  ) {}

  /** What would come of them; each stores itself when it is asked to. */
  async judge(files: { readonly mapping: string | null; readonly guids: string | null }): Promise<Judged[]> {
    const judged = [
      files.mapping === null ? null : await this.judgeMapping(files.mapping),
      files.guids === null ? null : this.judgeGuids(files.guids),
    ];
    return judged.filter((one) => one !== null);
  }

  private async judgeMapping(text: string): Promise<Judged> {
    const file = 'config/mapper.yaml';
    const mapping = await this.mapping.understood(text);
    if (!mapping) return left(file, 'It needs a version of 1.5 or newer and a list of people.');
    if (await this.mapping.read()) return left(file, 'There is a mapping here already, which stays.');
    const store = async (): Promise<void> => {
      await this.mapping.write(mapping);
    };
    return { file, outcome: 'taken', entries: mapping.identities.length, left_out: [], store };
  }

  private judgeGuids(text: string): Judged {
    const file = 'config/guid.yaml';
    const read = readable(text);
    if (!read) return left(file, 'It is no YAML.');
    const { content, leftOut } = joined(this.guids.current, read);
    const { guids, links } = this.guids.current;
    const entries = content.guids.length + content.links.length - guids.length - links.length;
    const all = [...read.leftOut, ...leftOut].map((reason) => ({
      key: file,
      reason: reason.replace(/\.?$/, '.'),
    }));
    if (entries === 0) return left(file, 'Nothing in it is new and usable.', all);
    const store = (): Promise<void> => {
      this.guids.replace(content);
      return Promise.resolve();
    };
    return { file, outcome: 'taken', entries, left_out: all, store };
  }
}

const left = (file: string, reason: string, more: ImportedFileDto['left_out'] = []): Judged => ({
  ...{ file, outcome: 'left', entries: 0, left_out: [{ key: file, reason }, ...more] },
  store: () => Promise.resolve(),
});

function readable(text: string): ReturnType<typeof readGuidFile> | null {
  try {
    return readGuidFile(text);
  } catch {
    return null;
  }
}

/** What is here, and what can be taken beside it. */
function joined(
  here: CustomGuids,
  old: CustomGuids,
): { readonly content: CustomGuids; readonly leftOut: readonly string[] } {
  const leftOut: string[] = [];
  const guids = [...here.guids];
  const links = [...here.links];
  for (const guid of old.guids) {
    const flaw = flawOf(guid, guids);
    if (flaw === null) guids.push(guid);
    else leftOut.push(`guid ${guid.name}: ${flaw}`);
  }
  for (const link of old.links) {
    const flaw = flawOfLink(link, { guids, links });
    if (flaw === null) links.push(link);
    else leftOut.push(`link ${link.from}: ${flaw}`);
  }
  return { content: { guids, links }, leftOut };
}
