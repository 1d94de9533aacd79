namespace Referrals.Tool;

/// <summary>An option of a command.</summary>
/// <param name="Name">Its name, with two hyphens.</param>
/// <param name="Value">What its value is called in the help; <c>null</c> for a switch.</param>
/// <param name="Help">What it is for.</param>
internal sealed record ToolOption(string Name, string? Value, string Help);

/// <summary>A command of the tool.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Files">How the help writes its files.</param>
/// <param name="MostFiles">How many files it takes at most.</param>
/// <param name="Help">What it does, in one line.</param>
/// <param name="Options">Its options.</param>
internal sealed record ToolCommand(string Name, string Files, int MostFiles, string Help, params IReadOnlyList<ToolOption> Options)
{
    internal string Usage => $"referrals {Name}{(Files.Length == 0 ? string.Empty : $" {Files}")} [options]";
}

/// <summary>A command line that was read: each option is known, and has a value where it takes one.</summary>
internal sealed class CommandLine
{
    private readonly ToolCommand _command;
    private readonly List<(string Name, string? Value)> _options = [];
    private readonly List<string> _files = [];

    private CommandLine(ToolCommand command) => _command = command;

    internal IReadOnlyList<string> Files => _files;

    internal static CommandLine Parse(ToolCommand command, ReadOnlySpan<string> arguments)
    {
        var line = new CommandLine(command);
        var isFilesOnly = false;
        for (var i = 0; i < arguments.Length; i++)
        {
            var argument = arguments[i];
            if (isFilesOnly || argument == "-" || !argument.StartsWith('-'))
            {
                line._files.Add(argument);
            }
            else if (argument == "--")
            {
                isFilesOnly = true;
            }
            else
            {
                var equals = argument.IndexOf('=', StringComparison.Ordinal);
                var name = equals < 0 ? argument : argument[..equals];
                var option = command.Options.FirstOrDefault(option => option.Name == name) ?? throw ToolException.Usage(
                    $"The command {command.Name} has no option {name}. It has {string.Join(", ", command.Options.Select(static option => option.Name))}.");
                var value = equals >= 0 ? argument[(equals + 1)..] : option.Value is not null && i + 1 < arguments.Length ? arguments[++i] : null;
                line._options.Add((option.Value is null) == (value is null) ? (name, value) : throw ToolException.Usage(
                    option.Value is null ? $"{name} takes no value." : $"{name} takes a value: {name} {option.Value}."));
            }
        }

        return line._files.Count <= command.MostFiles ? line : throw ToolException.Usage(
            $"'{line._files[command.MostFiles]}' is one file too many. Usage: {command.Usage}");
    }

    internal bool Has(string name) => _options.Exists(option => option.Name == name);

    internal string? Value(string name)
    {
        var all = Values(name);
        return all.Count > 1 ? throw ToolException.Usage($"{name} is given {all.Count} times; give it once.") : all.Count == 1 ? all[0] : null;
    }

    internal IReadOnlyList<string> Values(string name) => [.. _options.Where(option => option.Name == name).Select(static option => option.Value!)];

    internal IReadOnlyList<string> SomeFiles() => _files.Count > 0 ? _files : throw ToolException.Usage($"Which file? Usage: {_command.Usage}");

    internal string Required(string name) => Value(name) ?? throw ToolException.Usage($"The command {_command.Name} takes {name} {_command.Options.First(option => option.Name == name).Value}.");
}
