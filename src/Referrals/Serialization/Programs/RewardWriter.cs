using Referrals.Qualification;
using Referrals.Rewards;
using Referrals.Rewards.Formulas;
using Referrals.Rewards.Tables;
using Referrals.Serialization.Programs.Documents;

namespace Referrals.Serialization.Programs;

/// <summary>Turns reward formulas into their documents.</summary>
internal static class RewardWriter
{
    internal static RewardDocument Document(RewardFormula formula) => formula switch
    {
        FlatFormula flat => new RewardDocument { Flat = flat.Amount.ToString() },
        PercentageFormula percentage => new RewardDocument
        {
            Percent = Percent(percentage.Share),
            Unit = percentage.Unit.ToString(),
            Ceiling = percentage.Ceiling?.ToString(),
            Floor = percentage.Floor?.ToString(),
            Lines = percentage.Lines is { } lines ? ConditionWriter.Document(lines) : null,
        },
        QuantityFormula { Field: { } field } count => new RewardDocument { PerCount = count.Each.ToString(), Field = field.ToString() },
        QuantityFormula pieces => new RewardDocument
        {
            PerPiece = pieces.Each.ToString(),
            Lines = pieces.Lines is { } lines ? ConditionWriter.Document(lines) : null,
        },
        SpendFormula spend => new RewardDocument { PerSpend = spend.Each.ToString(), Step = spend.Step.ToString() },
        TieredFormula tiered => new RewardDocument { Tiers = Tiers(tiered.Table) },
        MilestoneFormula milestones => new RewardDocument { Milestones = Milestones(milestones) },
        RecurringFormula recurring => new RewardDocument { Recurring = Recurring(recurring) },
        StagedFormula staged => new RewardDocument
        {
            Staged = new StagedDocument
            {
                Whole = Document(staged.Whole),
                Stages = staged.Stages.Count == 0
                    ? null
                    : [.. staged.Stages.Select(static stage => new StageDocument { Paid = Percent(stage.Paid), Earned = Percent(stage.Earned) })],
            },
        },
        ChoiceFormula choice => new RewardDocument
        {
            Choice = [.. choice.Options.Select(static option => new OptionDocument { Name = option.Name, Reward = Document(option.Reward) })],
        },
        CustomFormula custom => new RewardDocument { Custom = custom.Name, Unit = custom.Unit.ToString() },
        _ => throw new InvalidOperationException($"A {formula.GetType().Name} has no form in JSON yet."),
    };

    private static TiersDocument Tiers(TierTable table) => new()
    {
        By = By(table.Measure),
        Steps = [.. table.Tiers.Select(Step)],
        Graduated = table.IsGraduated ? true : null,
        RaisesEarlier = table.RaisesEarlier ? true : null,
        Grace = table.Grace is { } grace ? ProgramWriter.Document(grace) : null,
    };

    private static MilestonesDocument Milestones(MilestoneFormula formula) => new()
    {
        By = By(formula.Measure),
        At = formula.Every ? null : [.. formula.Marks.Select(Step)],
        Every = formula.Every ? Step(formula.Marks[0]) : null,
    };

    private static RecurringDocument Recurring(RecurringFormula formula) => formula.Each.Count > 1 || !formula.RepeatsLast
        ? new RecurringDocument { Sequence = [.. formula.Each.Select(Document)], RepeatLast = formula.RepeatsLast ? true : null }
        : new RecurringDocument
        {
            Each = Document(formula.Each[0]),
            Payments = formula.Payments,
            Within = formula.Within is { } window ? ProgramWriter.Document(window) : null,
            DecliningPercent = formula.Declining is { } ratio ? Percent(ratio) : null,
        };

    private static MeasureDocument? By(Measure measure) => measure == Measure.RuleConversions() ? null : ConditionWriter.Document(measure);

    private static StepDocument Step(Tier tier) => new()
    {
        From = ProgramWriter.Normal(tier.From),
        Name = tier.Name,
        Reward = Document(tier.Reward),
    };

    private static decimal Percent(Percentage share) => ProgramWriter.Normal(share.Fraction * 100m);
}
