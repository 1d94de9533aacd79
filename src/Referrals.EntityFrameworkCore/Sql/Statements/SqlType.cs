using System.Data;

namespace Referrals.EntityFrameworkCore.Sql.Statements;

/// <summary>The few types that the tables have.</summary>
internal static class SqlType
{
    internal const DbType Text = DbType.String;
    internal const DbType Small = DbType.Int32;
    internal const DbType Whole = DbType.Int64;
    internal const DbType Bytes = DbType.Binary;
}
