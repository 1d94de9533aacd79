using Referrals.Programs;
using Referrals.Qualification;
using Referrals.Rewards;
using Referrals.Rewards.Parts;
using Referrals.Serialization.Programs.Documents;

namespace Referrals.Serialization.Programs;

/// <summary>Reads incentive rules.</summary>
internal static class IncentiveReader
{
    internal static IEnumerable<Incentive> Read(List<IncentiveDocument>? documents, DocumentReader reader)
    {
        var incentives = new List<Incentive>();
        for (var i = 0; i < documents?.Count; i++)
        {
            incentives.Add(Read(documents[i], $"$.incentives[{i}]", reader));
        }

        return incentives;
    }

    private static Incentive Read(IncentiveDocument document, string path, DocumentReader reader)
    {
        if (document.Name is null)
        {
            reader.Missing($"{path}.name", "a name of the rule, unique in the program");
        }

        if (document.Side is null)
        {
            reader.Missing($"{path}.side", "referrer or referee");
        }

        if (document.Reward is null)
        {
            reader.Missing($"{path}.reward", "an object with flat, percent or custom");
        }

        // A rule that cannot be read keeps its place, so that the paths of the others stay right; the program is refused anyway.
        var standIn = RewardFormula.Flat(Amount.FromMinorUnits(1, Unit.Of("unreadable")));
        var formula = Formula(document.Reward, $"{path}.reward", reader);
        var cap = Cap(document.Cap, $"{path}.cap", reader);
        return new Incentive(
            document.Name ?? path,
            reader.Name(document.Side, ProgramNames.Sides, default, $"{path}.side"),
            ConditionReader.Read(document.When, $"{path}.when", reader) ?? Condition.Always,
            formula ?? standIn)
        {
            Cap = formula is null ? null : cap,
            Levels = Levels(document, path, reader),
            Hold = reader.Window(document.Hold, $"{path}.hold"),
            Review = LifeReader.Review(document.Review, $"{path}.review", reader),
            Expiry = LifeReader.Expiry(document.Expiry, $"{path}.expiry", reader),
            OnRefund = reader.Name(document.OnRefund, ProgramNames.RefundPolicies, default, $"{path}.onRefund"),
        };
    }

    private static RewardFormula? Formula(RewardDocument? document, string path, DocumentReader reader)
    {
        if (document is null)
        {
            return null;
        }

        var given = (document.Flat is null ? 0 : 1) + (document.Percent is null ? 0 : 1) + (document.Custom is null ? 0 : 1);
        if (given != 1)
        {
            if (given > 1 || !(reader.Reported($"{path}.flat") || reader.Reported($"{path}.percent") || reader.Reported($"{path}.custom")))
            {
                reader.Report(ProgramCodes.OneOf, path, "A reward takes exactly one of flat, percent and custom.");
            }

            return null;
        }

        return document.Flat is not null
            ? reader.Amount(document.Flat, $"{path}.flat") is { } flat ? RewardFormula.Flat(flat) : null
            : document.Percent is { } percent
                ? Percentage(percent, document, path, reader)
                : Custom(document, path, reader);
    }

    private static RewardFormula? Percentage(decimal percent, RewardDocument document, string path, DocumentReader reader)
    {
        var unit = reader.Unit(document.Unit, $"{path}.unit");
        var ceiling = reader.Amount(document.Ceiling, $"{path}.ceiling");
        if (percent is <= 0 or > 10_000)
        {
            reader.Report(ProgramCodes.OutOfRange, $"{path}.percent", $"{percent} is out of range; write a number above 0, at most 10000.");
            return null;
        }

        if (unit is null || (ceiling is null && document.Ceiling is not null))
        {
            return null;
        }

        if (ceiling is { } limit && limit.Unit != unit)
        {
            reader.Report(ProgramCodes.CapUnit, $"{path}.ceiling", $"The ceiling {limit} is in another unit than the reward; write it in {unit}.");
            return null;
        }

        return RewardFormula.PercentOf(Referrals.Percentage.Of(percent), unit.Value, ceiling);
    }

    private static RewardFormula? Custom(RewardDocument document, string path, DocumentReader reader)
    {
        var unit = reader.Unit(document.Unit, $"{path}.unit");
        return reader.Text(document.Custom, $"{path}.custom") is { } name && unit is { } given ? RewardFormula.Custom(name, given) : null;
    }

    private static UplineLevels? Levels(IncentiveDocument document, string path, DocumentReader reader)
    {
        if (document.Levels is not { } levels)
        {
            return null;
        }

        if (document.Side == "referee")
        {
            reader.Report(ProgramCodes.InvalidValue, $"{path}.levels", "Only a referrer's reward is shared over levels; take them out.");
            return null;
        }

        if (levels.Percent is not (> 0 and < 100))
        {
            reader.Report(ProgramCodes.OutOfRange, $"{path}.levels.percent", "A level gets a part of the one before; write a number above 0 and below 100.");
            return null;
        }

        return reader.InRange(levels.Count ?? 0, 2, UplineLevels.MaxCount, $"{path}.levels.count")
            ? UplineLevels.Of(levels.Count!.Value, Referrals.Percentage.Of(levels.Percent.Value))
            : null;
    }

    private static Cap? Cap(CapDocument? document, string path, DocumentReader reader)
    {
        if (document is null)
        {
            return null;
        }

        var period = reader.Name(document.Per, ProgramNames.Periods, CapPeriod.Lifetime, $"{path}.per");
        var action = reader.Name(document.AtCap, ProgramNames.CapActions, CapAction.Clamp, $"{path}.atCap");
        if (document is { Amount: not null, Rewards: null })
        {
            return reader.Amount(document.Amount, $"{path}.amount") is { } amount ? Rewards.Cap.OfAmount(amount, period, action) : null;
        }

        if (document is { Amount: null, Rewards: { } rewards })
        {
            return reader.InRange(rewards, 1, int.MaxValue, $"{path}.rewards") ? Rewards.Cap.OfRewards(rewards, period) : null;
        }

        if (document.Amount is not null || !(reader.Reported($"{path}.amount") || reader.Reported($"{path}.rewards")))
        {
            reader.Report(ProgramCodes.OneOf, path, "A cap takes exactly one of amount and rewards.");
        }

        return null;
    }
}
