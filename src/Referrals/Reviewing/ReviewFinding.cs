namespace Referrals.Reviewing;

/// <summary>Something about a valid program that is unwise, contradicts itself, or can never happen.</summary>
public sealed record ReviewFinding
{
    internal ReviewFinding(string code, ReviewSeverity severity, string path, string message, string remedy)
    {
        Code = code;
        Severity = severity;
        Path = path;
        Message = message;
        Remedy = remedy;
    }

    /// <summary>The stable machine code, such as <c>review.never_holds</c>.</summary>
    public string Code { get; }

    /// <summary>How much it weighs.</summary>
    public ReviewSeverity Severity { get; }

    /// <summary>Where it is, as a JSON path such as <c>$.incentives[0].cap</c>, also for programs built in C#.</summary>
    public string Path { get; }

    /// <summary>What was found, in a full sentence.</summary>
    public string Message { get; }

    /// <summary>How to mend it, in a full sentence.</summary>
    public string Remedy { get; }

    /// <summary>All of it in one line.</summary>
    public override string ToString() => $"{Severity.ToString().ToLowerInvariant()} {Path}: {Message} {Remedy} [{Code}]";
}
