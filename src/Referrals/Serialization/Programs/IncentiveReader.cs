using Referrals.Programs;
using Referrals.Qualification;
using Referrals.Rewards;
using Referrals.Rewards.Adjustments;
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

        // A rule that cannot be read keeps its place, so that the paths of the others stay right; the program is refused anyway.
        var standIn = RewardFormula.Flat(Amount.FromMinorUnits(1, Unit.Of("unreadable")));
        var formula = RewardReader.Read(document.Reward, $"{path}.reward", reader);
        var caps = LimitReader.Caps(document, path, reader).ToValueList();
        return new Incentive(
            document.Name ?? path,
            reader.Name(document.Side, ProgramNames.Sides, default, $"{path}.side"),
            ConditionReader.Read(document.When, $"{path}.when", reader) ?? Condition.Always,
            formula ?? standIn)
        {
            OverrideList = Overrides(document.Overrides ?? [], $"{path}.overrides", reader).ToValueList(),
            MultiplierList = Multipliers(document.Multipliers ?? [], $"{path}.multipliers", reader).ToValueList(),
            MultiplierMode = reader.Name(document.CombineMultipliers, ProgramNames.MultiplierModes, default, $"{path}.combineMultipliers"),
            CapList = formula is null ? [] : caps,
            Priority = document.Priority ?? 0,
            Group = reader.Text(document.Group, $"{path}.group"),
            IsShadow = document.Shadow ?? false,
            Donation = Donation(document.Donation, $"{path}.donation", reader),
            Levels = Levels(document, path, reader),
            Hold = reader.Period(document.Hold, $"{path}.hold"),
            Review = LifeReader.Review(document.Review, $"{path}.review", reader),
            Expiry = LifeReader.Expiry(document.Expiry, $"{path}.expiry", reader),
            OnRefund = reader.Name(document.OnRefund, ProgramNames.RefundPolicies, default, $"{path}.onRefund"),
        };
    }

    private static IEnumerable<RewardOverride> Overrides(List<OverrideDocument> documents, string path, DocumentReader reader)
    {
        for (var i = 0; i < documents.Count; i++)
        {
            if (documents[i].When is null)
            {
                reader.Missing($"{path}[{i}].when", "for whom");
            }

            var when = ConditionReader.Read(documents[i].When, $"{path}[{i}].when", reader);
            if (RewardReader.Read(documents[i].Reward, $"{path}[{i}].reward", reader) is { } reward && when is not null)
            {
                yield return RewardOverride.Of(when, reward);
            }
        }
    }

    private static IEnumerable<Multiplier> Multipliers(List<MultiplierDocument> documents, string path, DocumentReader reader)
    {
        for (var i = 0; i < documents.Count; i++)
        {
            var place = $"{path}[{i}]";
            var when = documents[i].When is null ? Condition.Always : ConditionReader.Read(documents[i].When, $"{place}.when", reader);
            if (documents[i].Factor is not { } factor)
            {
                reader.Missing($"{place}.factor", "a number such as 2");
            }
            else if (when is not null && reader.Try($"{place}.factor", () => Multiplier.Of(factor, when)) is { } multiplier)
            {
                yield return multiplier;
            }
        }
    }

    private static Donation? Donation(DonationDocument? document, string path, DocumentReader reader)
    {
        if (document is null)
        {
            return null;
        }

        if (document.Cause is not { } cause)
        {
            reader.Missing($"{path}.cause", "the name of the cause");
            return null;
        }

        return RewardReader.Percent(document.Percent ?? 100, 100, $"{path}.percent", reader) is { } share
            ? reader.Try(path, () => Rewards.Adjustments.Donation.Of(cause, share))
            : null;
    }

    private static UplineLevels? Levels(IncentiveDocument document, string path, DocumentReader reader)
    {
        if (document.Levels is not { } levels)
        {
            return null;
        }

        if (levels.Percent is not (> 0 and < 100))
        {
            reader.Report(ProgramCodes.OutOfRange, $"{path}.levels.percent", "A level gets a part of the one before; write a number above 0 and below 100.");
            return null;
        }

        return reader.InRange(levels.Count ?? 0, 2, UplineLevels.MaxCount, $"{path}.levels.count")
            ? UplineLevels.Of(levels.Count!.Value, Percentage.Of(levels.Percent.Value))
            : null;
    }
}
