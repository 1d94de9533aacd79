using System.Data.Common;
using Referrals.EntityFrameworkCore.Sql.Statements;

namespace Referrals.EntityFrameworkCore.Runners;

/// <summary>A command with its parameters at hand, made once per connection and run many times.</summary>
internal sealed class PreparedCommand
{
    internal PreparedCommand(DbConnection connection, Statement statement)
    {
        Command = connection.CreateCommand();
        Command.CommandText = statement.Text;
        Parameters = statement.AddParameters(Command.Parameters, Command.CreateParameter, named: true);
    }

    internal DbCommand Command { get; }

    internal DbParameter[] Parameters { get; }
}
