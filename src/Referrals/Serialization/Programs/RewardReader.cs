namespace Referrals.Serialization;

/// <summary>Reads reward formulas.</summary>
internal static class RewardReader
{
    /// <summary>Every form of a reward with the members that belong to it.</summary>
    internal static readonly (string Name, string[] Members)[] Forms =
    [
        ("flat", []),
        ("percent", ["unit", "floor", "ceiling", "lines"]),
        ("perPiece", ["lines"]),
        ("perCount", ["field"]),
        ("perSpend", ["step"]),
        ("tiers", []),
        ("milestones", []),
        ("recurring", []),
        ("staged", []),
        ("choice", []),
        ("custom", ["unit"]),
    ];

    internal static RewardFormula? Read(RewardDocument? document, string path, DocumentReader reader)
    {
        if (document is null)
        {
            reader.Missing(path, "an object with flat, percent, tiers or another form");
            return null;
        }

        var form = reader.OneOf(
            path,
            "A reward",
            ("flat", document.Flat),
            ("percent", document.Percent),
            ("perPiece", document.PerPiece),
            ("perCount", document.PerCount),
            ("perSpend", document.PerSpend),
            ("tiers", document.Tiers),
            ("milestones", document.Milestones),
            ("recurring", document.Recurring),
            ("staged", document.Staged),
            ("choice", document.Choice),
            ("custom", document.Custom));
        if (form is not null)
        {
            reader.Only(
                path,
                form,
                Forms.First(known => known.Name == form).Members,
                ("unit", document.Unit),
                ("floor", document.Floor),
                ("ceiling", document.Ceiling),
                ("lines", document.Lines),
                ("field", document.Field),
                ("step", document.Step));
        }

        return form switch
        {
            "flat" => reader.Amount(document.Flat, $"{path}.flat") is { } flat ? RewardFormula.Flat(flat) : null,
            "percent" => Percentage(document.Percent!.Value, document, path, reader),
            "perPiece" => PerPiece(document, path, reader),
            "perCount" => PerCount(document, path, reader),
            "perSpend" => PerSpend(document, path, reader),
            "tiers" => Tiers(document.Tiers!, $"{path}.tiers", reader),
            "milestones" => Milestones(document.Milestones!, $"{path}.milestones", reader),
            "recurring" => Recurring(document.Recurring!, $"{path}.recurring", reader),
            "staged" => Staged(document.Staged!, $"{path}.staged", reader),
            "choice" => Choice(document.Choice!, $"{path}.choice", reader),
            "custom" => Custom(document, path, reader),
            _ => null,
        };
    }

    internal static Percentage? Percent(decimal? percent, decimal most, string path, DocumentReader reader)
    {
        if (percent is null)
        {
            reader.Missing(path, "a number of percent");
            return null;
        }

        if (percent >= 0 && percent <= most)
        {
            return Referrals.Percentage.Of(percent.Value);
        }

        reader.Report(ProgramCodes.OutOfRange, path, $"{percent} is out of range; write a number above 0, at most {most}.");
        return null;
    }

    private static RewardFormula? Percentage(decimal percent, RewardDocument document, string path, DocumentReader reader)
    {
        var unit = reader.Unit(document.Unit, $"{path}.unit");
        var ceiling = reader.Amount(document.Ceiling, $"{path}.ceiling");
        var floor = reader.Amount(document.Floor, $"{path}.floor");
        var lines = ConditionReader.Read(document.Lines, $"{path}.lines", reader);
        if (percent is <= 0 or > 10_000)
        {
            reader.Report(ProgramCodes.OutOfRange, $"{path}.percent", $"{percent} is out of range; write a number above 0, at most 10000.");
            return null;
        }

        if (unit is null || (ceiling is null && document.Ceiling is not null) || (floor is null && document.Floor is not null))
        {
            return null;
        }

        if (ceiling is { } limit && limit.Unit != unit)
        {
            reader.Report(ProgramCodes.CapUnit, $"{path}.ceiling", $"The ceiling {limit} is in another unit than the reward; write it in {unit}.");
            return null;
        }

        return reader.Try(path, () => RewardFormula.PercentOf(Referrals.Percentage.Of(percent), unit.Value, ceiling, floor, lines));
    }

    private static RewardFormula? PerPiece(RewardDocument document, string path, DocumentReader reader)
    {
        var lines = ConditionReader.Read(document.Lines, $"{path}.lines", reader);
        return reader.Amount(document.PerPiece, $"{path}.perPiece") is { } each ? RewardFormula.PerPiece(each, lines) : null;
    }

    private static RewardFormula? PerCount(RewardDocument document, string path, DocumentReader reader) =>
        FieldReader.Name(document.Field, $"{path}.field", reader) is { } field
        && reader.Amount(document.PerCount, $"{path}.perCount") is { } each
            ? RewardFormula.PerCount(each, field)
            : null;

    private static RewardFormula? PerSpend(RewardDocument document, string path, DocumentReader reader)
    {
        if (document.Step is null)
        {
            reader.Missing($"{path}.step", "the amount that earns it, such as 10 EUR");
        }

        return reader.Amount(document.PerSpend, $"{path}.perSpend") is { } each
            && reader.Amount(document.Step, $"{path}.step") is { } step
            ? RewardFormula.PerSpend(each, step)
            : null;
    }

    private static RewardFormula? Tiers(TiersDocument document, string path, DocumentReader reader)
    {
        var measure = document.By is null ? Measure.RuleConversions() : MeasureReader.Read(document.By, $"{path}.by", reader);
        var grace = reader.Period(document.Grace, $"{path}.grace");
        return Steps(document.Steps, $"{path}.steps", reader) is { } steps && measure is not null
            ? reader.Try(path, () =>
            {
                var table = TierTable.Of(measure, steps);
                table = document.Graduated == true ? table.Graduated() : table;
                table = document.RaisesEarlier == true ? table.RaisingEarlier() : table;
                return RewardFormula.Tiered(grace is null ? table : table.WithGrace(grace));
            })
            : null;
    }

    private static RewardFormula? Milestones(MilestonesDocument document, string path, DocumentReader reader)
    {
        var measure = document.By is null ? Measure.RuleConversions() : MeasureReader.Read(document.By, $"{path}.by", reader);
        switch (reader.OneOf(path, "Milestones", ("at", document.At), ("every", document.Every)))
        {
            case "at":
                return Steps(document.At, $"{path}.at", reader) is { } marks && measure is not null
                    ? reader.Try(path, () => RewardFormula.AtMilestones(measure, marks))
                    : null;
            case "every":
                return Step(document.Every!, $"{path}.every", reader) is { } step && measure is not null
                    ? reader.Try(path, () => RewardFormula.EveryMilestone(measure, step.From, step.Reward))
                    : null;
            default:
                return null;
        }
    }

    private static List<Tier>? Steps(List<StepDocument>? documents, string path, DocumentReader reader)
    {
        if (documents is null)
        {
            reader.Missing(path, "an array of steps");
            return null;
        }

        var steps = documents.Select((document, i) => Step(document, $"{path}[{i}]", reader)).OfType<Tier>().ToList();
        return steps.Count == documents.Count ? steps : null;
    }

    private static Tier? Step(StepDocument document, string path, DocumentReader reader)
    {
        if (document.From is null)
        {
            reader.Missing($"{path}.from", "the number from which the step is reached");
        }

        var name = reader.Text(document.Name, $"{path}.name");
        return Read(document.Reward, $"{path}.reward", reader) is { } reward && document.From is { } from
            ? reader.Try(path, () => Tier.Of(from, reward, name))
            : null;
    }

    private static RewardFormula? Recurring(RecurringDocument document, string path, DocumentReader reader)
    {
        if (document.Sequence is { } sequence)
        {
            reader.Only(
                path,
                "sequence",
                ["repeatLast"],
                ("each", document.Each),
                ("payments", document.Payments),
                ("within", document.Within),
                ("decliningPercent", document.DecliningPercent));
            var rewards = sequence.Select((each, i) => Read(each, $"{path}.sequence[{i}]", reader)).OfType<RewardFormula>().ToArray();
            return rewards.Length == sequence.Count
                ? reader.Try(path, () => RewardFormula.InSequence(document.RepeatLast ?? false, rewards))
                : null;
        }

        reader.Only(path, "each", ["payments", "within", "decliningPercent"], ("repeatLast", document.RepeatLast));
        var within = reader.Period(document.Within, $"{path}.within");
        var declining = document.DecliningPercent is null ? null : Percent(document.DecliningPercent, 100, $"{path}.decliningPercent", reader);
        return Read(document.Each, $"{path}.each", reader) is { } formula
            && (document.Payments is not { } payments || reader.InRange(payments, 1, int.MaxValue, $"{path}.payments"))
            && (document.DecliningPercent is null || declining is not null)
            ? reader.Try(path, () => RewardFormula.Recurring(formula, document.Payments, within, declining))
            : null;
    }

    private static RewardFormula? Staged(StagedDocument document, string path, DocumentReader reader)
    {
        var stages = (document.Stages ?? []).Select((stage, i) => Stage(stage, $"{path}.stages[{i}]", reader)).OfType<PaymentStage>().ToArray();
        return Read(document.Whole, $"{path}.whole", reader) is { } whole && stages.Length == (document.Stages?.Count ?? 0)
            ? reader.Try(path, () => RewardFormula.Staged(whole, stages))
            : null;
    }

    private static PaymentStage? Stage(StageDocument document, string path, DocumentReader reader) =>
        Percent(document.Paid, 100, $"{path}.paid", reader) is { } paid && Percent(document.Earned, 100, $"{path}.earned", reader) is { } earned
            ? reader.Try(path, () => PaymentStage.Of(paid, earned))
            : null;

    private static RewardFormula? Choice(List<OptionDocument> documents, string path, DocumentReader reader)
    {
        var options = documents.Select((document, i) => Option(document, $"{path}[{i}]", reader)).OfType<RewardOption>().ToArray();
        return options.Length == documents.Count ? reader.Try(path, () => RewardFormula.Choice(options)) : null;
    }

    private static RewardOption? Option(OptionDocument document, string path, DocumentReader reader)
    {
        if (document.Name is null)
        {
            reader.Missing($"{path}.name", "the name by which it is chosen");
        }

        return Read(document.Reward, $"{path}.reward", reader) is { } reward && reader.Text(document.Name, $"{path}.name") is { } name
            ? RewardOption.Of(name, reward)
            : null;
    }

    private static RewardFormula? Custom(RewardDocument document, string path, DocumentReader reader)
    {
        var unit = reader.Unit(document.Unit, $"{path}.unit");
        return CustomDocument.Use(document.Custom, $"{path}.custom", reader) is { } use && unit is { } given
            ? RewardFormula.Custom(use.Name, given, use.With)
            : null;
    }
}

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
            ? reader.Try(path, () => Referrals.Donation.Of(cause, share))
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
