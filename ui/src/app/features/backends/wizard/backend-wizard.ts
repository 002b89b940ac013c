import { Component, ElementRef, type OnInit, effect, inject, input, viewChild } from '@angular/core';
import { MatButton } from '@angular/material/button';
import { Router, RouterLink } from '@angular/router';
import { JobChain } from '../../../core/runs/job-chain.js';
import { Icon } from '../../../shared/icon/icon.js';
import { Notices } from '../../../shared/notices/notices.js';
import { AddWizard, STEPS } from './add-wizard.js';
import { jobsOf } from './backend-draft.js';
import { ConnectionStep } from './connection-step.js';
import { ServerStep } from './server-step.js';
import { SyncStep } from './sync-step.js';
import { UserStep } from './user-step.js';

/** Four steps to a new backend. Each is proved on the server before the next; nothing that was typed is ever cleared. */
@Component({
  selector: 'app-backend-wizard',
  imports: [ConnectionStep, Icon, MatButton, RouterLink, ServerStep, SyncStep, UserStep],
  providers: [AddWizard],
  templateUrl: './backend-wizard.html',
  styleUrls: ['../backend-form.scss', './backend-wizard.scss'],
})
export class BackendWizard implements OnInit {
  readonly taken = input.required<readonly string[]>();

  private readonly jobs = inject(JobChain);
  private readonly notices = inject(Notices);
  private readonly router = inject(Router);
  protected readonly wizard = inject(AddWizard);
  protected readonly steps = STEPS;
  private readonly place = viewChild.required<ElementRef<HTMLElement>>('place');
  private isSaved = false;

  constructor() {
    // What had the focus went with its step: the keyboard and screen readers go on at the new one.
    let before = this.wizard.step();
    effect(() => {
      const step = this.wizard.step();
      if (step !== before) this.place().nativeElement.focus();
      before = step;
    });
  }

  ngOnInit(): void {
    this.wizard.begin(this.taken());
  }

  hasDraft(): boolean {
    const { url, token } = this.wizard.draft();
    return !this.isSaved && (url !== '' || token !== '');
  }

  protected async go(event: Event): Promise<void> {
    event.preventDefault();
    if (this.wizard.isBusy()) return;
    if (this.wizard.step() < STEPS.length - 1) await this.wizard.next();
    else if (await this.wizard.add()) await this.finish();
  }

  private async finish(): Promise<void> {
    const draft = this.wizard.draft();
    this.isSaved = true;
    this.notices.say($localize`${draft.name}:name: was added.`);
    await this.router.navigate(['/backends']);
    await this.jobs.run(jobsOf(draft));
  }
}
