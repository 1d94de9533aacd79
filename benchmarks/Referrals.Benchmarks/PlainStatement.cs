using System.Data;
using System.Data.Common;
using System.Globalization;

namespace Referrals.Benchmarks;

/// <summary>A statement written by hand, with its values.</summary>
internal sealed record PlainStatement(string Text, params object?[] Values)
{
    internal void Bind(DbParameterCollection parameters, Func<DbParameter> make)
    {
        for (var i = 0; i < Values.Length; i++)
        {
            var parameter = make();
            parameter.DbType = Values[i] switch
            {
                string or PlainText => DbType.String,
                int => DbType.Int32,
                byte[] => DbType.Binary,
                _ => DbType.Int64,
            };
            parameters.Add(parameter);
            if (parameter.GetType().Name.StartsWith("Sqlite", StringComparison.Ordinal))
            {
                parameter.ParameterName = "$" + (i + 1).ToString(CultureInfo.InvariantCulture);
            }
        }

        Rebind(parameters);
    }

    internal void Rebind(DbParameterCollection parameters)
    {
        for (var i = 0; i < Values.Length; i++)
        {
            parameters[i].Value = (Values[i] is PlainText text ? text.Value : Values[i]) ?? DBNull.Value;
        }
    }
}
