using System.Data.Common;

namespace Referrals.EntityFrameworkCore.Commits;

/// <summary>The SQL states after which a transaction is known to be rolled back and worth running again.</summary>
internal static class SqlStates
{
    private const string SerializationFailure = "40001";
    private const string DeadlockDetected = "40P01";

    /// <summary>How a statement fails that is enforced and touched no row.</summary>
    private const string DivisionByZero = "22012";

    internal static bool IsUnmetCondition(DbException exception) => exception.SqlState == DivisionByZero;

    internal static bool IsLostRace(Exception exception) =>
        exception is DbException { SqlState: SerializationFailure or DeadlockDetected };
}
