using System.Globalization;
using System.Text;

namespace Referrals.Tool;

/// <summary>What the tool says about itself.</summary>
internal static class HelpText
{
    internal static string Of(ToolCommand? command)
    {
        var text = new StringBuilder();
        if (command is null)
        {
            _ = text.Append("referrals COMMAND [options]\n\n");
            foreach (var one in ToolProgram.Commands)
            {
                _ = text.Append(CultureInfo.InvariantCulture, $"  {one.Name,-11} {one.Help}\n");
            }

            return text.Append("\nreferrals COMMAND --help tells the options of one command.\n")
                .Append("Exit codes: 0 all well, 1 findings, 2 command not understood, 3 file or database not readable.\n").ToString();
        }

        _ = text.Append(CultureInfo.InvariantCulture, $"{command.Usage}\n{command.Help}\n");
        foreach (var option in command.Options)
        {
            _ = text.Append(CultureInfo.InvariantCulture, $"  {$"{option.Name} {option.Value}",-27} {option.Help}\n");
        }

        return text.ToString();
    }

    /// <summary>A script that completes commands and options, and files elsewhere.</summary>
    internal static int Completion(CommandLine line, TextWriter output)
    {
        var shell = line.Files.Count == 1 ? line.Files[0] : throw ToolException.Usage("Which shell? Write bash or zsh.");
        if (shell is not ("bash" or "zsh"))
        {
            throw ToolException.Usage($"There is no completion for '{shell}'; write bash or zsh.");
        }

        var names = string.Join(' ', ToolProgram.Commands.Select(static command => command.Name));
        var cases = string.Concat(ToolProgram.Commands.Where(static command => command.Options.Count > 0)
            .Select(static command => $"    {command.Name}) options='{string.Join(' ', command.Options.Select(static option => option.Name))}' ;;\n"));
        output.Write(
            (shell == "zsh" ? "autoload -U +X bashcompinit && bashcompinit\n" : string.Empty)
            + $$"""
            _referrals() {
              local word="${COMP_WORDS[COMP_CWORD]}" options=''
              if (( COMP_CWORD == 1 )); then
                COMPREPLY=( $(compgen -W '{{names}}' -- "$word") )
                return
              fi
              case "${COMP_WORDS[1]}" in
            {{cases.TrimEnd('\n')}}
              esac
              if [[ "$word" == -* ]]; then
                COMPREPLY=( $(compgen -W "$options" -- "$word") )
              else
                COMPREPLY=( $(compgen -f -- "$word") )
              fi
            }
            complete -o filenames -F _referrals referrals

            """);
        return ExitCodes.Fine;
    }
}
