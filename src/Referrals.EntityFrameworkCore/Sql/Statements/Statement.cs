using System.Data;
using System.Data.Common;

namespace Referrals.EntityFrameworkCore.Sql.Statements;

/// <summary>A text of SQL with numbered placeholders <c>$1, $2 ...</c>, which both databases read, and their types.</summary>
internal sealed class Statement
{
    private readonly DbType[] _types;
    private Statement? _enforced;

    internal Statement(string text, params DbType[] types)
    {
        Text = text;
        _types = types;
    }

    internal string Text { get; }

    /// <summary>
    /// The same for PostgreSQL, as a statement that fails unless it touches or finds a row: a count of none is divided by. So a batch of
    /// them needs nobody to look at its results before it is committed.
    /// </summary>
    internal Statement Enforced => _enforced ??= new Statement(
        $"WITH done AS ({Text}{(Text.StartsWith("SELECT", StringComparison.Ordinal) ? string.Empty : " RETURNING 1")}) "
        + "SELECT 1 / count(*) FROM done /* none: another writer was faster, and the commit is undone */",
        _types);

    /// <summary>
    /// Adds a parameter for each placeholder and gives them back for setting their values. SQLite finds them by name;
    /// PostgreSQL takes them in order and must not see a name.
    /// </summary>
    internal DbParameter[] AddParameters(DbParameterCollection collection, Func<DbParameter> create, bool named)
    {
        var parameters = new DbParameter[_types.Length];
        for (var i = 0; i < parameters.Length; i++)
        {
            var parameter = create();
            parameter.DbType = _types[i];
            if (named)
            {
                parameter.ParameterName = $"${i + 1}";
            }

            parameters[i] = parameter;
            collection.Add(parameter);
        }

        return parameters;
    }
}
