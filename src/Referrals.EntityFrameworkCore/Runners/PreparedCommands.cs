using System.Data;
using System.Data.Common;
using System.Runtime.CompilerServices;
using Referrals.EntityFrameworkCore.Sql.Statements;

namespace Referrals.EntityFrameworkCore.Runners;

/// <summary>
/// The commands of one connection. SQLite keeps a command compiled as long as its connection is open, which saves more
/// time than anything else in a commit.
/// </summary>
/// <remarks>
/// An application that lets the context open and close the connection around each transaction ends them all: a command that was
/// kept beyond that would go on working on the closed connection, beside the transaction of the new one.
/// </remarks>
internal sealed class PreparedCommands
{
    private static readonly ConditionalWeakTable<DbConnection, PreparedCommands> Connections = [];

    private readonly Dictionary<Statement, PreparedCommand> _commands = [];
    private readonly Dictionary<string, Statement> _texts = [];

    internal static PreparedCommands Of(DbConnection connection) =>
        Connections.GetValue(connection, static connection =>
        {
            var commands = new PreparedCommands();
            connection.StateChange += commands.Forget;
            return commands;
        });

    /// <summary>The command of a statement, ready to run in a transaction.</summary>
    internal PreparedCommand Get(DbConnection connection, Statement statement, DbTransaction? transaction)
    {
        if (!_commands.TryGetValue(statement, out var command))
        {
            _commands[statement] = command = new PreparedCommand(connection, statement);
        }

        command.Command.Transaction = transaction;
        return command;
    }

    /// <summary>The command of a text without parameters.</summary>
    internal PreparedCommand Get(DbConnection connection, string text, DbTransaction? transaction)
    {
        if (!_texts.TryGetValue(text, out var statement))
        {
            _texts[text] = statement = new Statement(text);
        }

        return Get(connection, statement, transaction);
    }

    private void Forget(object sender, StateChangeEventArgs change)
    {
        if (change.CurrentState != ConnectionState.Open)
        {
            _commands.Clear();
        }
    }
}
