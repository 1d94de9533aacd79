using Referrals.Programs;
using Referrals.Rewards.Limits;
using Referrals.Serialization.Programs.Documents;

namespace Referrals.Serialization.Programs;

/// <summary>Reads caps, budgets and the tax threshold.</summary>
internal static class LimitReader
{
    internal static IEnumerable<Cap> Caps(IncentiveDocument document, string path, DocumentReader reader)
    {
        if (document.Cap is not null && document.Caps is not null)
        {
            reader.Report(ProgramCodes.OneOf, $"{path}.caps", "Write either cap or caps, not both.");
        }

        var caps = document.Caps ?? (document.Cap is null ? [] : [document.Cap]);
        return caps.Select((cap, i) => Cap(cap, document.Caps is null ? $"{path}.cap" : $"{path}.caps[{i}]", reader)).OfType<Cap>();
    }

    internal static IEnumerable<SideCap> SideCaps(List<SideCapDocument>? documents, DocumentReader reader)
    {
        for (var i = 0; i < documents?.Count; i++)
        {
            var path = $"$.caps[{i}]";
            if (documents[i].Side is null)
            {
                reader.Missing($"{path}.side", "referrer or referee");
            }

            if (documents[i].Cap is null)
            {
                reader.Missing($"{path}.cap", "the cap itself");
            }

            if (Cap(documents[i].Cap, $"{path}.cap", reader) is { } cap)
            {
                yield return new SideCap(reader.Name(documents[i].Side, ProgramNames.Sides, default, $"{path}.side"), cap);
            }
        }
    }

    internal static IEnumerable<Budget> Budgets(ProgramDocument document, DocumentReader reader)
    {
        var closing = new List<Unit>();
        for (var i = 0; i < document.CloseWhenUsedUp?.Count; i++)
        {
            if (reader.Unit(document.CloseWhenUsedUp[i], $"$.closeWhenUsedUp[{i}]") is { } unit)
            {
                closing.Add(unit);
            }
        }

        for (var i = 0; i < document.Budgets?.Count; i++)
        {
            if (reader.Amount(document.Budgets[i], $"$.budgets[{i}]") is { } budget)
            {
                yield return Budget.Of(budget, closing.Remove(budget.Unit) ? BudgetEnd.Close : BudgetEnd.GoOn);
            }
        }

        foreach (var unit in closing)
        {
            reader.Report(ProgramCodes.InvalidValue, "$.closeWhenUsedUp", $"There is no budget in {unit}; add one, or take the unit out.");
        }
    }

    internal static TaxThreshold? Tax(TaxThresholdDocument? document, DocumentReader reader)
    {
        if (document is null)
        {
            return null;
        }

        if (document.Amount is null)
        {
            reader.Missing("$.taxThreshold.amount", "an amount such as 600 USD");
        }

        var start = reader.YearStart(document.YearStart, "$.taxThreshold.yearStart");
        return reader.Amount(document.Amount, "$.taxThreshold.amount") is { } amount ? TaxThreshold.Of(amount, start) : null;
    }

    private static Cap? Cap(CapDocument? document, string path, DocumentReader reader)
    {
        if (document is null)
        {
            return null;
        }

        if (document.Per is not null && document.Over is not null)
        {
            reader.Report(ProgramCodes.OneOf, $"{path}.over", "Write either per or over, not both.");
        }

        var frame = document.Over is not null
            ? reader.TimeFrame(document.Over, $"{path}.over")
            : TimeFrame.Of(reader.Name(document.Per, ProgramNames.Periods, TimeFrameKind.Lifetime, $"{path}.per"));
        var action = reader.Name(document.AtCap, ProgramNames.CapActions, CapAction.Clamp, $"{path}.atCap");
        var cap = reader.OneOf(path, "A cap", ("amount", document.Amount), ("rewards", document.Rewards)) switch
        {
            "amount" => reader.Amount(document.Amount, $"{path}.amount") is { } amount ? Rewards.Limits.Cap.OfAmount(amount, frame, action) : null,
            "rewards" => reader.InRange(document.Rewards!.Value, 1, int.MaxValue, $"{path}.rewards")
                ? Rewards.Limits.Cap.OfRewards(document.Rewards.Value, frame)
                : null,
            _ => null,
        };
        cap = document.PerReferral == true ? cap?.PerReferral() : cap;
        return document.RoomReturns == true ? cap?.WithReturningRoom() : cap;
    }
}
