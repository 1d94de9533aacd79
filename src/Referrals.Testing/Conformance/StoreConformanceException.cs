namespace Referrals.Testing.Conformance;

/// <summary>A store does not keep a promise.</summary>
public sealed class StoreConformanceException : Exception
{
    /// <summary>An exception without a message.</summary>
    public StoreConformanceException()
    {
    }

    /// <summary>An exception that says what was expected and what was found.</summary>
    public StoreConformanceException(string message)
        : base(message)
    {
    }

    /// <summary>An exception that says what was expected, and what the store threw instead.</summary>
    public StoreConformanceException(string message, Exception innerException)
        : base(message, innerException)
    {
    }
}
