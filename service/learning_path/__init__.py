"""The educational agenda: the path of learning by place, who links its steps, whom to introduce where nobody does."""
