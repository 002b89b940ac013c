import { randomUUID } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import {
  type BackendType,
  type CustomGuid,
  flawIn,
  type GuidLink,
  isGuidSource,
  PATH_SOURCE,
} from '#libs/core';
import { checkOf, flawOfLink, GuidBook, GUID_FILE_VERSION } from '#libs/directory';
import { conflict, invalid, missing } from '../http/api-problem.js';
import { builtInSources, toGuid, toLink, toSource } from './guid.presenter.js';
import type {
  CustomGuidDto,
  CustomGuidsDto,
  CustomGuidWishDto,
  GuidLinkDto,
  GuidLinkWishDto,
  GuidSourceDto,
} from './guids.dto.js';

const MOST = 200;

/** External ids that persons add; what is not proved by its own tests is not stored (G-13 to G-15). */
@Injectable()
export class GuidDesk {
  constructor(private readonly book: GuidBook) {}

  sources(): GuidSourceDto[] {
    return [...builtInSources(), ...this.book.current.guids.map(toSource)];
  }

  custom(): CustomGuidsDto {
    const { guids, links } = this.book.current;
    return { version: GUID_FILE_VERSION, guids: guids.map(toGuid), links: links.map(toLink) };
  }

  links(type: BackendType): GuidLinkDto[] {
    return this.book.current.links.filter((link) => link.type === type).map(toLink);
  }

  add({ name: named, description = '', validator }: CustomGuidWishDto): CustomGuidDto {
    const { guids, links } = this.book.current;
    const name = named.replace(/^guid_/, '');
    if (isGuidSource(name) || guids.some((other) => other.name === name))
      throw conflict('guid-exists', `There is a source guid_${name} already.`);
    if (name === PATH_SOURCE)
      throw invalid([
        { field: 'name', message: 'guid_path is made of where a file lies; choose another name.' },
      ]);
    if (guids.length >= MOST)
      throw invalid([{ field: 'name', message: `There can be ${MOST} sources at most.` }]);
    const { pattern, example, tests } = validator;
    const guid: CustomGuid = { id: randomUUID(), name, description, pattern, example, tests };
    const flaw = flawIn(guid, checkOf);
    if (flaw)
      throw invalid([{ ...flaw, ...(flaw.field === 'validator.pattern' ? { hint: PATTERN_HINT } : {}) }]);
    this.book.replace({ guids: [...guids, guid], links });
    return toGuid(guid);
  }

  /** Its links go too. */
  remove(id: string): CustomGuidDto {
    const { guids, links } = this.book.current;
    const gone = guids.find((guid) => guid.id === id);
    if (!gone) throw missing('guid', id);
    this.book.replace({
      guids: guids.filter((guid) => guid !== gone),
      links: links.filter(({ to }) => to !== gone.name),
    });
    return toGuid(gone);
  }

  link(type: BackendType, wish: GuidLinkWishDto): GuidLinkDto {
    if (wish.type !== undefined && wish.type !== type)
      throw invalid([{ field: 'type', message: `The address says ${type}.` }]);
    const { guids, links } = this.book.current;
    const { map, options = {} } = wish;
    const link: GuidLink = {
      id: randomUUID(),
      type,
      from: map.from.trim(),
      to: map.to.replace(/^guid_/, ''),
      legacy: options.legacy === true,
      replace: options.replace ?? wish.replace ?? null,
    };
    const flaw = flawOfLink(link, { guids, links });
    if (flaw !== null)
      throw invalid([
        { field: link.legacy && type !== 'plex' ? 'options.legacy' : fieldOf(flaw), message: `${flaw}.` },
      ]);
    if (links.length >= MOST)
      throw invalid([{ field: 'map', message: `There can be ${MOST} links at most.` }]);
    this.book.replace({ guids, links: [...links, link] });
    return toLink(link);
  }

  unlink(type: BackendType, id: string): GuidLinkDto {
    const { guids, links } = this.book.current;
    const gone = links.find((link) => link.type === type && link.id === id);
    if (!gone) throw missing('link', id);
    this.book.replace({ guids, links: links.filter((link) => link !== gone) });
    return toLink(gone);
  }
}

const PATTERN_HINT = 'Up to 200 characters, as RE2 knows them: no look-around, no back references.';

const fieldOf = (flaw: string): string => (flaw.startsWith('there is no source') ? 'map.to' : 'map.from');
