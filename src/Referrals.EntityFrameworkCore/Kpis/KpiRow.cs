using System.Data.Common;
using NodaTime;

namespace Referrals.EntityFrameworkCore.Kpis;

/// <summary>The numbers of a row, behind its key and its window.</summary>
internal readonly struct KpiRow(DbDataReader reader, int first)
{
    internal bool IsNull(int column) => reader.IsDBNull(first + column);

    internal long Number(int column) => reader.GetInt64(first + column);

    internal string Text(int column) => reader.GetString(first + column);

    internal Duration Time(int column) => Duration.FromTicks(reader.GetInt64(first + column) * 10);
}
