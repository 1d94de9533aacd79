namespace Referrals;

/// <summary>A program cannot be built or read. All that is wrong with it is in <see cref="Findings"/>.</summary>
public sealed class ReferralProgramException : Exception
{
    internal ReferralProgramException(IReadOnlyList<ProgramFinding> findings)
        : base(Text(findings)) => Findings = findings;

    /// <summary>Everything that is wrong: first what has the wrong shape, then what has the wrong value, then what contradicts itself. At least one.</summary>
    public IReadOnlyList<ProgramFinding> Findings { get; }

    private static string Text(IReadOnlyList<ProgramFinding> findings) =>
        (findings.Count == 1 ? "The referral program has a mistake:" : $"The referral program has {findings.Count} mistakes:")
        + string.Concat(findings.Select(static finding => "\n  " + finding));
}

/// <summary>One thing that is wrong with a program.</summary>
public sealed record ProgramFinding
{
    internal ProgramFinding(string code, string path, string message)
    {
        Code = code;
        Path = path;
        Message = message;
    }

    /// <summary>The stable machine code, such as <c>program.unknown_currency</c>.</summary>
    public string Code { get; }

    /// <summary>Where it is, as a JSON path such as <c>$.incentives[0].flat</c>, also for programs built in C#.</summary>
    public string Path { get; }

    /// <summary>What is wrong and how to mend it, in a full sentence.</summary>
    public string Message { get; }

    /// <summary>The line in the text of the program, from 1; <c>null</c> for a program that was built in C#.</summary>
    public int? Line { get; private init; }

    /// <summary>The column in that line, from 1, in UTF-16 characters; <c>null</c> for a program that was built in C#.</summary>
    public int? Column { get; private init; }

    internal ProgramFinding At((int Line, int Column) place) => this with { Line = place.Line, Column = place.Column };

    /// <summary>What a factory complains of, without the name of its parameter.</summary>
    internal static string Text(Exception exception)
    {
        var end = exception.Message.IndexOf(" (Parameter '", StringComparison.Ordinal);
        return end < 0 ? exception.Message : exception.Message[..end];
    }

    /// <summary>Path, message and code in one line.</summary>
    public override string ToString() => $"{Path}: {Message} [{Code}]";
}

/// <summary>The codes of what can be wrong with a program.</summary>
internal static class ProgramCodes
{
    internal const string NotJson = "program.not_json";
    internal const string TooLarge = "program.too_large";
    internal const string Schema = "program.unknown_schema";
    internal const string UnknownMember = "program.unknown_member";
    internal const string MissingMember = "program.missing_member";
    internal const string WrongType = "program.wrong_type";
    internal const string OneOf = "program.one_of";
    internal const string InvalidId = "program.invalid_id";
    internal const string InvalidValue = "program.invalid_value";
    internal const string UnknownZone = "program.unknown_zone";
    internal const string UnknownUnit = "program.unknown_unit";
    internal const string InvalidAmount = "program.invalid_amount";
    internal const string OutOfRange = "program.out_of_range";
    internal const string InvalidInstant = "program.invalid_instant";
    internal const string InvalidCodeFormat = "program.invalid_code_format";
    internal const string InvalidLink = "program.invalid_link";
    internal const string SaidTwice = "program.said_twice";
    internal const string SaysNothing = "program.says_nothing";
    internal const string NoEffect = "program.no_effect";
    internal const string BaseUnit = "program.base_unit";
    internal const string UndeclaredField = "program.undeclared_field";
    internal const string UndeclaredEvent = "program.undeclared_event";
    internal const string NotHere = "program.member_not_here";
    internal const string EndBeforeStart = "program.end_before_start";
    internal const string NoIncentives = "program.no_incentives";
    internal const string TooManyIncentives = "program.too_many_incentives";
    internal const string MarkNested = "program.mark_nested";
    internal const string MarkOfReferrals = "program.mark_of_referrals";
    internal const string MarkUnreachable = "program.mark_unreachable";
    internal const string DuplicateRule = "program.duplicate_rule";
    internal const string CapUnit = "program.cap_unit";
    internal const string LevelsOfSplit = "program.levels_of_split";
    internal const string DuplicateBudget = "program.duplicate_budget";
    internal const string DuplicatePayout = "program.duplicate_payout";
    internal const string UnknownRule = "program.unknown_rule";
    internal const string UnknownCondition = "program.unknown_condition";
    internal const string RuleParameter = "program.rule_parameter";
    internal const string UnknownDomainList = "program.unknown_domain_list";
    internal const string TooManyGuards = "program.too_many_guards";
    internal const string UnknownGuard = "program.unknown_guard";
    internal const string DuplicateGuard = "program.duplicate_guard";
    internal const string ScoreWithoutThreshold = "program.score_without_threshold";
    internal const string ScoreThresholds = "program.score_thresholds";
    internal const string ScoreUnreachable = "program.score_unreachable";
    internal const string UnknownGroup = "program.unknown_group";
    internal const string DuplicateGroup = "program.duplicate_group";
    internal const string IncomparableUnits = "program.incomparable_units";
    internal const string DuplicateVersion = "program.duplicate_version";
}
