namespace Referrals.Qualification.Plans;

/// <summary>What one evaluation of a rule sees: the conversion, what is stored, whom it rewards, and the line of the order that is looked at.</summary>
internal readonly ref struct RuleScope
{
    internal RuleScope(QualificationContext context, IRuleState state, CustomerId owner)
    {
        Context = context;
        State = state;
        Owner = owner;
    }

    private RuleScope(RuleScope scope, ProductLine line)
        : this(scope.Context, scope.State, scope.Owner) => Line = line;

    internal QualificationContext Context { get; }

    internal IRuleState State { get; }

    internal CustomerId Owner { get; }

    internal ProductLine? Line { get; }

    internal RuleScope Of(ProductLine line) => new(this, line);

    internal long Tally(int slot) => State.Tally(slot, Owner);
}
