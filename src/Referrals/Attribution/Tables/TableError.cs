using System.Globalization;

namespace Referrals.Attribution.Tables;

/// <summary>Why a line of a table could not be read.</summary>
/// <remarks><c>default</c> is no error and is never reported.</remarks>
public readonly record struct TableError
{
    internal TableError(int line, string message)
    {
        Line = line;
        Message = message;
    }

    /// <summary>The line of the text, from 1; the header is line 1.</summary>
    public int Line { get; }

    /// <summary>A full sentence that names the column, the value and what is expected.</summary>
    public string Message { get; }

    /// <summary>The line and the message.</summary>
    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"Line {Line}: {Message}");
}
