using System.Globalization;
using Referrals.EntityFrameworkCore.Model;
using Referrals.EntityFrameworkCore.Sql.Statements;

namespace Referrals.EntityFrameworkCore.Schema;

/// <summary>The numbered scripts that make the tables, filled in with a model's names.</summary>
internal static class SchemaScripts
{
    /// <summary>How many scripts there are for each database. A script is never changed once it was published; a new one is added.</summary>
    internal const int Count = 2;

    /// <summary>All scripts, one after the other. Each leaves alone what exists.</summary>
    internal static string All(Dialect dialect, TableNames tables) =>
        string.Join('\n', Enumerable.Range(1, Count).Select(number => Script(dialect, number, tables)));

    private static string Script(Dialect dialect, int number, TableNames tables)
    {
        var database = dialect == Dialect.Sqlite ? "sqlite" : "postgresql";
        var name = string.Create(CultureInfo.InvariantCulture, $"{database}-{number:0000}.sql");
        using var stream = typeof(SchemaScripts).Assembly.GetManifestResourceStream(name)!;
        using var reader = new StreamReader(stream);
        return reader.ReadToEnd()
            .Replace("{{create-schema}}", tables.Schema is { } schema ? $"CREATE SCHEMA IF NOT EXISTS \"{schema}\";\n\n" : "", StringComparison.Ordinal)
            .Replace("{{schema}}", tables.Schema is { } name2 ? $"\"{name2}\"." : "", StringComparison.Ordinal)
            .Replace("{{prefix}}", tables.Prefix, StringComparison.Ordinal);
    }
}
