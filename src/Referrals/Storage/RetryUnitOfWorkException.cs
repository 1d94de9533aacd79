namespace Referrals.Storage;

/// <summary>
/// A store throws it where the application's open transaction can no longer succeed: at repeatable read or serializable the database refuses what another
/// transaction changed meanwhile. Roll the transaction back and run the whole unit of work again.
/// </summary>
public sealed class RetryUnitOfWorkException : Exception
{
    /// <summary>Makes the exception with its usual message.</summary>
    public RetryUnitOfWorkException()
        : this("The transaction met a concurrent change that its isolation level does not allow. Roll it back and run the unit of work again.")
    {
    }

    /// <summary>Makes the exception with a message.</summary>
    public RetryUnitOfWorkException(string message)
        : base(message)
    {
    }

    /// <summary>Makes the exception with a message and the database's own exception.</summary>
    public RetryUnitOfWorkException(string message, Exception innerException)
        : base(message, innerException)
    {
    }
}
