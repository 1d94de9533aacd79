namespace Referrals.Programs;

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

    /// <summary>What a factory complains of, without the name of its parameter.</summary>
    internal static string Text(Exception exception)
    {
        var end = exception.Message.IndexOf(" (Parameter '", StringComparison.Ordinal);
        return end < 0 ? exception.Message : exception.Message[..end];
    }

    /// <summary>Path, message and code in one line.</summary>
    public override string ToString() => $"{Path}: {Message} [{Code}]";
}
