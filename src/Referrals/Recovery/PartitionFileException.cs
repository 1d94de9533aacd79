using System.Globalization;

namespace Referrals.Recovery;

/// <summary>A partition file that cannot be imported: which line is wrong, why, and what to do.</summary>
public sealed class PartitionFileException : Exception
{
    /// <summary>An exception without a message.</summary>
    public PartitionFileException()
    {
    }

    /// <summary>An exception with a message.</summary>
    public PartitionFileException(string message)
        : base(message)
    {
    }

    /// <summary>An exception with a message and its cause.</summary>
    public PartitionFileException(string message, Exception innerException)
        : base(message, innerException)
    {
    }

    internal PartitionFileException(long line, string message, Exception? cause = null)
        : base(string.Create(CultureInfo.InvariantCulture, $"Line {line}: {message}"), cause) => LineNumber = line;

    /// <summary>The line, from 1; 0 where the file as a whole is meant.</summary>
    public long LineNumber { get; }
}
