using NodaTime;
using Referrals.Attribution;
using Referrals.Codes;
using Referrals.Sharing;

namespace Referrals.Serialization;

/// <summary>Turns a document into a program, and collects everything that is wrong with it on the way.</summary>
internal static class ProgramReader
{
    internal static ReferralProgram Read(ProgramDocument document, ProgramFindings findings)
    {
        var reader = new DocumentReader(findings);
        Schema(document.Schema, reader);
        var id = Id(document.Id, reader);
        var program = new ReferralProgram
        {
            Id = id,
            Version = Version(document.Version, reader),
            Name = reader.Text(document.Name, "$.name") ?? document.Id ?? string.Empty,
            ZoneId = reader.Text(document.Zone, "$.zone") ?? "UTC",
            StartsAt = reader.Instant(document.Starts, "$.starts"),
            EndsAt = reader.Instant(document.Ends, "$.ends"),
            IsPaused = document.Paused ?? false,
            Rounding = reader.Name(document.Rounding, ProgramNames.Roundings, default, "$.rounding"),
            AmountBase = AmountBase(document.AmountBase),
            CountsBeforeSignUp = reader.Period(document.CountBeforeSignUp, "$.countBeforeSignUp"),
            WeekStart = reader.Weekday(document.WeekStart, "$.weekStart") ?? IsoDayOfWeek.Monday,
            YearStart = reader.YearStart(document.YearStart, "$.yearStart") ?? new AnnualDate(1, 1),
            Codes = Codes(document.Codes, reader),
            ChosenCodes = ChosenCodes(document.ChosenCodes, reader),
            Links = Links(document.Links, reader),
            Attribution = Attribution(document.Attribution, reader),
            EventList = Events(document.Events, reader).ToValueList(),
            FieldList = Fields(document.Fields, reader).ToValueList(),
            Qualification = ConditionReader.Read(document.Qualify, "$.qualify", reader) ?? Condition.Always,
            Guards = GuardsReader.Read(document.Guards, reader),
            IncentiveList = IncentiveReader.Read(document.Incentives, reader).ToValueList(),
            Precedence = reader.Name(document.WhenSeveralMatch, ProgramNames.Precedences, default, "$.whenSeveralMatch"),
            WhenRuleFails = reader.Name(document.WhenRuleFails, ProgramNames.RuleFailures, default, "$.whenRuleFails"),
            GroupList = Groups(document.Groups, reader).ToValueList(),
            CapList = LimitReader.SideCaps(document.Caps, reader).ToValueList(),
            BudgetList = LimitReader.Budgets(document.Budgets, reader).ToValueList(),
            TaxThreshold = LimitReader.Tax(document.TaxThreshold, reader),
            PayoutList = LifeReader.Payouts(document.Payouts, reader).ToValueList(),
            ManualReviewList = LifeReader.ManualReviews(document.ManualReviews, reader).ToValueList(),
            Pairs = LifeReader.Pairs(document.Pairs, reader),
            LotOrder = reader.Name(document.LotOrder, LifeReader.LotOrders, default, "$.lotOrder"),
            Shortfall = LifeReader.Shortfall(document.Shortfall, reader),
        };
        findings.AddNew(ProgramValidation.Findings(program));
        findings.ThrowIfAny();
        return program;
    }

    private static void Schema(int? schema, DocumentReader reader)
    {
        if (schema is null)
        {
            reader.Missing("$.schema", "1, the version of this form");
        }
        else if (schema != ProgramJson.SchemaVersion)
        {
            reader.Report(ProgramCodes.Schema, "$.schema", $"Version {schema} of the form is not known; this SDK reads 1.");
        }
    }

    private static ProgramId Id(string? text, DocumentReader reader)
    {
        if (text is null)
        {
            reader.Missing("$.id", "the program's id");
            return default;
        }

        if (!ProgramId.TryFrom(text, out var id))
        {
            reader.Report(
                ProgramCodes.InvalidId,
                "$.id",
                $"'{text}' is not a valid program id; write 1 to 64 characters out of a-z, A-Z, 0-9, '.', '_' and '-'.");
        }

        return id;
    }

    private static int Version(int? version, DocumentReader reader) =>
        version is { } given && reader.InRange(given, 1, int.MaxValue, "$.version") ? given : 1;

    private static IEnumerable<string> Events(List<string>? names, DocumentReader reader) =>
        (names ?? []).Select((name, i) => reader.Text(name, $"$.events[{i}]")).OfType<string>().Distinct();

    private static IEnumerable<Field> Fields(List<string>? names, DocumentReader reader) =>
        (names ?? []).Select((name, i) => FieldReader.Name(name, $"$.fields[{i}]", reader)).OfType<Field>().Distinct();

    private static CodeFormat Codes(CodesDocument? document, DocumentReader reader)
    {
        if (document is null)
        {
            return CodeFormat.Default;
        }

        try
        {
            return CodeFormat.Create(format =>
            {
                _ = format.Alphabet(Alphabet(document.Alphabet));
                _ = document.Pattern is { } pattern ? format.Pattern(pattern) : format.WithCheckCharacter();
                _ = document.Prefix is { } prefix ? format.Prefix(prefix) : format;
                _ = document.Suffix is { } suffix ? format.Suffix(suffix) : format;
                _ = document.LowerCase == true ? format.InLowerCase() : format;
                _ = document.Words is { } words ? format.Without(Words(words)) : format;
            });
        }
        catch (ArgumentException exception)
        {
            var message = exception.ParamName is { } parameter
                ? exception.Message.Replace($" (Parameter '{parameter}')", string.Empty, StringComparison.Ordinal)
                : exception.Message;
            reader.Report(ProgramCodes.InvalidCodeFormat, "$.codes", message);
            return CodeFormat.Default;
        }
    }

    private static CodeAlphabet Alphabet(string? text)
    {
        var preset = ProgramNames.Alphabets.FirstOrDefault(entry => string.Equals(entry.Name, text, StringComparison.Ordinal));
        return text is null ? CodeAlphabet.Crockford : preset.Value ?? CodeAlphabet.Of(text);
    }

    private static CodeWords Words(WordsDocument document) =>
        (document.Standard ?? true ? CodeWords.Default : CodeWords.None).With(document.Own ?? []);

    private static CustomCodeRules? ChosenCodes(ChosenCodesDocument? document, DocumentReader reader)
    {
        if (document is null)
        {
            return null;
        }

        try
        {
            var rules = CustomCodeRules.Default.WithLength(
                document.MinLength ?? CustomCodeRules.Default.MinLength, document.MaxLength ?? CustomCodeRules.Default.MaxLength);
            return document.Reserved is { } words ? rules.WithReserved(words) : rules;
        }
        catch (ArgumentException)
        {
            reader.Report(
                ProgramCodes.InvalidCodeFormat,
                "$.chosenCodes",
                $"Chosen codes take a minLength of 3 or more, a maxLength up to {ReferralCode.MaxLength} and not below minLength, and reserved words of letters and digits.");
            return null;
        }
    }

    private static LinkTemplate? Links(string? text, DocumentReader reader)
    {
        if (text is null)
        {
            return null;
        }

        try
        {
            return LinkTemplate.Parse(text);
        }
        catch (FormatException exception)
        {
            reader.Report(ProgramCodes.InvalidLink, "$.links", exception.Message);
            return null;
        }
    }

    private static AttributionPolicy Attribution(AttributionDocument? document, DocumentReader reader)
    {
        var policy = AttributionPolicy.Default;
        if (document is null)
        {
            return policy;
        }

        var within = reader.Period(document.Within, "$.attribution.within");
        var halfLife = reader.Period(document.HalfLife, "$.attribution.halfLife");
        if (halfLife?.Kind is PeriodKind.CalendarDays or PeriodKind.Months)
        {
            reader.Report(ProgramCodes.InvalidValue, "$.attribution.halfLife", "A half-life is elapsed time; write hours or days.");
            halfLife = null;
        }

        if (document.HalfLife is not null && document.Model != ProgramNames.Of(ProgramNames.Models, ReferralModel.SplitByAge))
        {
            reader.Report(ProgramCodes.NotHere, "$.attribution.halfLife", "Only the model splitByAge has a half-life; write that model, or leave it out.");
        }

        policy = halfLife is null ? policy : policy.WithHalfLife(halfLife);
        return (within is null ? policy : policy.Within(within))
            .With(reader.Name(document.Model, ProgramNames.Models, policy.Model, "$.attribution.model"))
            .WithCodeBeatsLink(document.CodeBeatsLink ?? policy.CodeBeatsLink);
    }

    private static AmountBase AmountBase(AmountBaseDocument? document) => document is null
        ? Referrals.AmountBase.Paid
        : new AmountBase
        {
            WithTax = document.WithTax ?? true,
            WithShipping = document.WithShipping ?? true,
            WithFee = document.WithFee ?? true,
            BeforeDiscount = document.BeforeDiscount ?? false,
        };

    private static IEnumerable<RuleGroup> Groups(List<GroupDocument>? documents, DocumentReader reader)
    {
        for (var i = 0; i < documents?.Count; i++)
        {
            if (documents[i].Name is null)
            {
                reader.Missing($"$.groups[{i}].name", "the name that rules use");
            }

            var precedence = reader.Name(documents[i].WhenSeveralMatch, ProgramNames.Precedences, Precedence.First, $"$.groups[{i}].whenSeveralMatch");
            if (reader.Text(documents[i].Name, $"$.groups[{i}].name") is { } name)
            {
                yield return new RuleGroup(name, precedence);
            }
        }
    }
}

/// <summary>Collects what is wrong with a program while it is read, so that everything is reported at once and nothing twice.</summary>
internal sealed class ProgramFindings
{
    private readonly List<ProgramFinding> _findings = [];
    private readonly List<string> _unreadable = [];
    private readonly HashSet<string> _silent = new(StringComparer.Ordinal);
    private readonly HashSet<string> _paths = new(StringComparer.Ordinal);

    internal int Count => _findings.Count;

    /// <summary>Adds a finding, unless something around its place could not be read at all and was complained of.</summary>
    internal void Add(string code, string path, string message)
    {
        if (IsUnreadable(path) || _silent.Contains(path))
        {
            return;
        }

        if (code == ProgramCodes.SaysNothing)
        {
            _ = _silent.Add(path);
        }

        _ = _paths.Add(path);
        if (code == ProgramCodes.WrongType)
        {
            _unreadable.Add(path);
        }

        _findings.Add(new ProgramFinding(code, path, message));
    }

    /// <summary>Whether something was found at this path already; its value was then taken out and must not be called missing.</summary>
    internal bool Has(string path) => _paths.Contains(path);

    /// <summary>Adds those findings of a check of the whole program that say nothing about a place already complained of.</summary>
    internal void AddNew(IEnumerable<ProgramFinding> findings) => _findings.AddRange(findings.Where(
        finding => !IsUnreadable(finding.Path) && _paths.Add(finding.Path)));

    internal void ThrowIfAny()
    {
        if (_findings.Count > 0)
        {
            throw new ReferralProgramException([.. _findings]);
        }
    }

    private bool IsUnreadable(string path) => _unreadable.Any(around => path.StartsWith(around, StringComparison.Ordinal));
}
