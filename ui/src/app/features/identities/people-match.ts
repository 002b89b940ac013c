import { CdkDrag, CdkDropList, CdkDropListGroup } from '@angular/cdk/drag-drop';
import { httpResource } from '@angular/common/http';
import { Component, computed, inject, linkedSignal, signal } from '@angular/core';
import { MatButton } from '@angular/material/button';
import { RouterLink } from '@angular/router';
import { Api } from '../../core/api/api.js';
import { failureText } from '../../core/api/api-failure.js';
import { errand } from '../../core/api/errand.js';
import type { Member, PeopleSuggestion, ProvisionPreview } from '../../core/api/schema.gen.js';
import { EmptyNote } from '../../shared/empty-note/empty-note.js';
import { FailedNote } from '../../shared/failed-note/failed-note.js';
import { Icon } from '../../shared/icon/icon.js';
import { LoadingNote } from '../../shared/loading-note/loading-note.js';
import { Notices } from '../../shared/notices/notices.js';
import { IdentityKeeper } from './identity-keeper.js';
import { MemberRow } from './member-row.js';
import {
  type Board,
  type Person,
  type Place,
  boardOf,
  memberKey,
  moved,
  nameProblem,
  needsPin,
  obstacleTo,
  renamed,
  toMapping,
} from './people-board.js';
import { PeopleTextForm } from './people-text-form.js';
import { ProvisionPlan } from './provision-plan.js';

const EMPTY: Board = { people: [], left: [] };

/** Who is who on the servers: proposed by names, arranged by a person, and only then made into identities. */
@Component({
  selector: 'app-people-match',
  imports: [
    CdkDrag,
    CdkDropList,
    CdkDropListGroup,
    EmptyNote,
    FailedNote,
    Icon,
    LoadingNote,
    MatButton,
    MemberRow,
    PeopleTextForm,
    ProvisionPlan,
    RouterLink,
  ],
  templateUrl: './people-match.html',
  styleUrl: './people-match.scss',
})
export class PeopleMatch {
  private readonly api = inject(Api);
  private readonly keeper = inject(IdentityKeeper);
  private readonly notices = inject(Notices);
  /** How often the servers were asked anew; their answers are remembered for some minutes otherwise. */
  private readonly asked = signal(0);
  protected readonly preview = httpResource<ProvisionPreview>(() =>
    this.api.read('identities/provision', this.asked() > 0 ? { force: 1 } : {}),
  );
  protected readonly found = computed(() => (this.preview.hasValue() ? this.preview.value() : undefined));
  protected readonly board = linkedSignal<Board>(() => {
    const found = this.found();
    return found ? boardOf(found) : EMPTY;
  });
  protected readonly pins = signal<ReadonlyMap<string, string>>(new Map());
  protected readonly errand = errand();
  protected readonly problems = computed(() => {
    const board = this.board();
    const names = board.people.flatMap((person) => {
      const problem = nameProblem(board, person);
      return problem ? [`${person.name || $localize`A person without a name`}: ${problem}`] : [];
    });
    const pins = needsPin(board, this.pins()).map(
      ({ real_name: name, backend }) =>
        $localize`${name}:name: on ${backend}:backend: is protected: enter the PIN of four digits.`,
    );
    return [...names, ...pins];
  });
  protected readonly mapping = computed(() => toMapping(this.board(), this.pins()));
  protected readonly suggestions = computed(() =>
    (this.found()?.suggestions ?? []).filter(({ member, identity }) => {
      const { left, people } = this.board();
      const isLeft = left.some((one) => memberKey(one) === memberKey(member));
      return isLeft && people.some(({ name }) => name === identity);
    }),
  );
  protected readonly memberKey = memberKey;
  protected readonly failureText = failureText;

  protected askServers(): void {
    this.asked.update((times) => times + 1);
  }

  protected move(member: Member, place: Place): void {
    const obstacle = obstacleTo(this.board(), member, place);
    if (obstacle) this.notices.warn(obstacle);
    else this.board.update((board) => moved(board, member, place));
  }

  protected accept({ member, identity }: PeopleSuggestion): void {
    const person = this.board().people.find(({ name }) => name === identity);
    if (person) this.move(member, person.key);
  }

  protected rename({ key }: Person, name: string): void {
    this.board.update((board) => renamed(board, key, name.trim()));
  }

  protected problemOf(person: Person): string {
    return nameProblem(this.board(), person);
  }

  protected setPin(member: Member, pin: string): void {
    this.pins.update((before) => new Map(before).set(memberKey(member), pin));
  }

  protected pinOf(member: Member): string {
    return this.pins().get(memberKey(member)) ?? '';
  }

  protected save(): Promise<boolean> {
    return this.errand.run(async () => {
      await this.keeper.saveMapping(this.mapping());
      return $localize`Who is who was saved. No identity was made.`;
    });
  }
}
