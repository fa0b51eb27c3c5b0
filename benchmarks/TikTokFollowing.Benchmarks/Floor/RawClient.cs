using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Text;
using TikTokFollowing.Benchmarks.Server;

namespace TikTokFollowing.Benchmarks.Floor;

/// <summary>Takes a list's bytes and looks at none: how fast the server alone is.</summary>
internal static class RawClient
{
    public static long Count(Uri address, string handle)
    {
        using Socket socket = new(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        socket.Connect(IPAddress.Parse(address.Host), address.Port);
        int pages = ListName.Parse(handle).Pages;
        byte[] buffer = new byte[256 * 1024];
        for (int page = 0; page < pages; page++)
        {
            byte[] body = FloorClient.Body(handle, PageTemplate.CursorOf(page));
            byte[] head = Encoding.ASCII.GetBytes(string.Create(
                CultureInfo.InvariantCulture,
                $"POST / HTTP/1.1\r\nHost: {address.Authority}\r\nContent-Length: {body.Length}\r\n\r\n"));
            socket.Send([.. head, .. body]);
            Receive(socket, buffer);
        }

        return (long)pages * PageServer.PageSize;
    }

    private static void Receive(Socket socket, byte[] buffer)
    {
        int length = socket.Receive(buffer);
        int head = buffer.AsSpan(0, length).IndexOf("\r\n\r\n"u8) + 4;
        string text = Encoding.ASCII.GetString(buffer, 0, head);
        string value = text[(text.LastIndexOf(": ", StringComparison.Ordinal) + 2)..].TrimEnd();
        for (int left = head + int.Parse(value, CultureInfo.InvariantCulture) - length; left > 0;)
        {
            left -= socket.Receive(buffer);
        }
    }
}
