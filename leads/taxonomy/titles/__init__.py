"""What a job title or a headline says of the person today: their own roles, each with its work and its rank."""
