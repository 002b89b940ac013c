import { Component } from '@angular/core';
import { RouterLink } from '@angular/router';

@Component({
  selector: 'app-guide-questions',
  imports: [RouterLink],
  templateUrl: './questions.html',
  styleUrl: './guide.scss',
})
export class QuestionsGuide {}
