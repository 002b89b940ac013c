import { Component } from '@angular/core';
import { RouterLink } from '@angular/router';

@Component({
  selector: 'app-guide-decisions',
  imports: [RouterLink],
  templateUrl: './decisions.html',
  styleUrl: './guide.scss',
})
export class DecisionsGuide {}
