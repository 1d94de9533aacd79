using System.Globalization;
using Referrals.Explanations;
using Referrals.State;

namespace Referrals.Deciding.Inputs;

/// <summary>Inputs that are only recorded: costs and survey answers.</summary>
internal static class ReportDecider
{
    internal static Decision Decide(DecisionDraft draft, ProgramCost input)
    {
        draft.Record(new Fact
        {
            Kind = FactKind.CostRecorded,
            OccurredAt = draft.At,
            Channel = input.Channel,
            Subject = input.Id,
            Code = input.Purpose,
            Amount = input.Amount,
        });
        draft.Tell(Check.Note(DecisionCodes.CostRecorded, input.Amount.ToString()));
        return draft.Accept(DecisionCodes.CostRecorded, input.Id);
    }

    internal static Decision Decide(DecisionDraft draft, SurveyAnswer input)
    {
        draft.Record(new Fact
        {
            Kind = FactKind.SurveyAnswered,
            OccurredAt = draft.At,
            Customer = input.Customer,
            Segment = draft.Read<CustomerState>(StateKeys.Customer(input.Customer))?.Segment,
            Score = input.Score,
        });
        draft.Tell(Check.Note(DecisionCodes.SurveyRecorded, input.Score.ToString(CultureInfo.InvariantCulture)));
        return draft.Accept(DecisionCodes.SurveyRecorded, input.Customer.Value);
    }
}
