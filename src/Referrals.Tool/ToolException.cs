namespace Referrals.Tool;

/// <summary>A command that cannot be carried out: told in one line, without a stack trace.</summary>
internal sealed class ToolException(int exitCode, string message) : Exception(message)
{
    internal int ExitCode { get; } = exitCode;

    internal static ToolException Usage(string message) => new(ExitCodes.Usage, message);

    internal static ToolException Unreadable(string message) => new(ExitCodes.Unreadable, message);
}

/// <summary>What the tool says to the shell; documented in docs/tool.md.</summary>
internal static class ExitCodes
{
    /// <summary>All is well.</summary>
    internal const int Fine = 0;

    /// <summary>There is a finding: a mistake, a warning, a difference beyond what is allowed, a book that does not balance.</summary>
    internal const int Found = 1;

    /// <summary>The command was not understood.</summary>
    internal const int Usage = 2;

    /// <summary>A file or database cannot be read.</summary>
    internal const int Unreadable = 3;
}
