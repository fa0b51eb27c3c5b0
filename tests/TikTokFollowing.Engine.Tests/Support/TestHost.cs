using System.Collections.ObjectModel;
using System.Globalization;
using System.Management.Automation;
using System.Management.Automation.Host;
using System.Security;
using System.Text;

namespace TikTokFollowing.Engine.Tests.Support;

/// <summary>A host that keeps what it is given to show. It answers no question.</summary>
internal sealed class TestHost : PSHost
{
    private readonly TestHostUI _ui = new();

    /// <summary>Everything that was shown, line by line, without the engine's own colours.</summary>
    public string Shown => _ui.Text.ToString()
        .Replace(PSStyle.Instance.Formatting.TableHeader, string.Empty, StringComparison.Ordinal)
        .Replace(PSStyle.Instance.Formatting.CustomTableHeaderLabel, string.Empty, StringComparison.Ordinal)
        .Replace(PSStyle.Instance.Formatting.FormatAccent, string.Empty, StringComparison.Ordinal)
        .Replace(PSStyle.Instance.Reset, string.Empty, StringComparison.Ordinal);

    /// <summary>The width of the window.</summary>
    public int Width { set => ((TestRawUI)_ui.RawUI).Width = value; }

    public override CultureInfo CurrentCulture => CultureInfo.InvariantCulture;

    public override CultureInfo CurrentUICulture => CultureInfo.InvariantCulture;

    public override Guid InstanceId { get; } = Guid.NewGuid();

    public override string Name => nameof(TestHost);

    public override PSHostUserInterface UI => _ui;

    public override Version Version => new(1, 0);

    public override void EnterNestedPrompt() => throw new NotSupportedException();

    public override void ExitNestedPrompt() => throw new NotSupportedException();

    public override void NotifyBeginApplication()
    {
    }

    public override void NotifyEndApplication()
    {
    }

    public override void SetShouldExit(int exitCode)
    {
    }

    private sealed class TestHostUI : PSHostUserInterface
    {
        public StringBuilder Text { get; } = new();

        public override PSHostRawUserInterface RawUI { get; } = new TestRawUI();

        public override void Write(string value) => Text.Append(value);

        public override void Write(ConsoleColor foregroundColor, ConsoleColor backgroundColor, string value) => Text.Append(value);

        public override void WriteLine(string value) => Text.Append(value).Append('\n');

        // The streams hold the rest.
        public override void WriteErrorLine(string value)
        {
        }

        public override void WriteDebugLine(string message)
        {
        }

        public override void WriteProgress(long sourceId, ProgressRecord record)
        {
        }

        public override void WriteVerboseLine(string message)
        {
        }

        public override void WriteWarningLine(string message)
        {
        }

        public override Dictionary<string, PSObject> Prompt(string caption, string message, Collection<FieldDescription> descriptions) => throw NoAnswer();

        public override int PromptForChoice(string caption, string message, Collection<ChoiceDescription> choices, int defaultChoice) => throw NoAnswer();

        public override PSCredential PromptForCredential(string caption, string message, string userName, string targetName) => throw NoAnswer();

        public override PSCredential PromptForCredential(
            string caption, string message, string userName, string targetName, PSCredentialTypes allowedCredentialTypes, PSCredentialUIOptions options) => throw NoAnswer();

        public override string ReadLine() => throw NoAnswer();

        public override SecureString ReadLineAsSecureString() => throw NoAnswer();

        private static HostException NoAnswer() => new("Nobody can be asked.");
    }

    private sealed class TestRawUI : PSHostRawUserInterface
    {
        public int Width { get; set; } = 120;

        public override ConsoleColor BackgroundColor { get; set; }

        public override Size BufferSize { get => new(Width, 50); set => Width = value.Width; }

        public override Coordinates CursorPosition { get; set; }

        public override int CursorSize { get; set; }

        public override ConsoleColor ForegroundColor { get; set; }

        public override bool KeyAvailable => false;

        public override Size MaxPhysicalWindowSize => BufferSize;

        public override Size MaxWindowSize => BufferSize;

        public override Coordinates WindowPosition { get; set; }

        public override Size WindowSize { get => BufferSize; set => BufferSize = value; }

        public override string WindowTitle { get; set; } = string.Empty;

        public override void FlushInputBuffer()
        {
        }

        public override BufferCell[,] GetBufferContents(Rectangle rectangle) => throw new NotSupportedException();

        public override KeyInfo ReadKey(ReadKeyOptions options) => throw new NotSupportedException();

        public override void ScrollBufferContents(Rectangle source, Coordinates destination, Rectangle clip, BufferCell fill) => throw new NotSupportedException();

        public override void SetBufferContents(Coordinates origin, BufferCell[,] contents) => throw new NotSupportedException();

        public override void SetBufferContents(Rectangle rectangle, BufferCell fill) => throw new NotSupportedException();
    }
}
