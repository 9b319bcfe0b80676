"""The AI scorer, without its calls: what a model is shown, what it may answer, and what of that is believed.

A model reads posts and proposes lines with quotes (`prompts.reading_prompt`, `answers.Proposals`). Code keeps what
stands word for word in a post and is about the offer (`checking.check_lines`). What the local reader does not find as
well, and what the title says, the model judges once more, each quote without the text around it
(`prompts.judging_prompt`, `checking.believe`). `scorer.score_read` makes the scorecard of what is left.
"""
