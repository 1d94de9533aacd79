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

    internal static IEnumerable<Budget> Budgets(List<BudgetDocument>? documents, DocumentReader reader)
    {
        for (var i = 0; i < documents?.Count; i++)
        {
            var path = $"$.budgets[{i}]";
            if (documents[i].Amount is null)
            {
                reader.Missing($"{path}.amount", "the most that is given in all, such as 50000 EUR");
            }

            var end = reader.Name(documents[i].WhenUsedUp, ProgramNames.BudgetEnds, default, $"{path}.whenUsedUp");
            if (reader.Amount(documents[i].Amount, $"{path}.amount") is { } budget)
            {
                yield return Budget.Of(budget, end);
            }
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

        if (document is { Rewards: not null, AtCap: not null })
        {
            reader.Report(ProgramCodes.NotHere, $"{path}.atCap", "A cap by number of rewards always refuses what goes beyond it; take atCap out.");
        }

        var per = reader.TimeFrame(document, path);
        var atCap = reader.Name(document.AtCap, ProgramNames.CapActions, CapAction.Clamp, $"{path}.atCap");
        var (perReferral, roomReturns) = (document.PerReferral ?? false, document.RoomReturns ?? false);
        return reader.OneOf(path, "A cap", ("amount", document.Amount), ("rewards", document.Rewards)) switch
        {
            "amount" => reader.Amount(document.Amount, $"{path}.amount") is { } amount
                ? Rewards.Limits.Cap.OfAmount(amount, per, atCap, perReferral, roomReturns)
                : null,
            "rewards" => reader.InRange(document.Rewards!.Value, 1, int.MaxValue, $"{path}.rewards")
                ? Rewards.Limits.Cap.OfRewards(document.Rewards.Value, per, perReferral, roomReturns)
                : null,
            _ => null,
        };
    }
}
